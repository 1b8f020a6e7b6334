;; What of a stretch of text may begin a pattern: the inner loops of filter.ts. `npm run sieve` makes sieve-module.ts of it.
;;
;; Memory, which sieve.ts lays out and fills:
;;       0  the stretch, its first byte at 256, with what stands around it
;;  0x4800  places noted, as offsets within the stretch, four bytes each
;;  0xd000  which places are marked, a bit each
;;  0xfffc  how many entries the last `sift` looked at
;; 0x10000  marks: a word of 16 bits for each value of a gram's hash (15 bits), and two of these bits for each gram
;; 0x20000  grams: eight bytes each, the gram and the address of its first entry; then the entries, twenty bytes each:
;;          pattern, how far behind its beginning the gram stands, four more bytes of it, how far behind the gram those stand, the next entry;
;;          then what was found, eight bytes each: pattern, and where it begins within the stretch
(module
  (memory (import "sieve" "memory") 3)

  ;; Notes each even place from `place` on before `end`, one at least, where the four bytes, folded, are marked. Returns how many.
  (func (export "mark") (param $place i32) (param $end i32) (result i32)
    (local $from i32) (local $at i32) (local $noted i32) (local $upTo i32) (local $mask i64) (local $four i64)
    (local $low v128) (local $high v128) (local $which v128) (local $bits v128) (local $words v128)
    (local.set $from (local.get $place))
    ;; eight places at once, each a lane of 16 bits; what is marked, a bit a place, waits at 0xd000
    (loop $next
      (local.set $low (v128.or (v128.load offset=256 (local.get $place)) (v128.const i32x4 0xa0a0a0a0 0xa0a0a0a0 0xa0a0a0a0 0xa0a0a0a0)))
      (local.set $high (v128.or (v128.load offset=258 (local.get $place)) (v128.const i32x4 0xa0a0a0a0 0xa0a0a0a0 0xa0a0a0a0 0xa0a0a0a0)))
      (local.set $which
        (v128.and
          (i16x8.add
            (i16x8.mul (local.get $low) (v128.const i16x8 0xf2d1 0xf2d1 0xf2d1 0xf2d1 0xf2d1 0xf2d1 0xf2d1 0xf2d1))
            (i16x8.mul (local.get $high) (v128.const i16x8 0xb23d 0xb23d 0xb23d 0xb23d 0xb23d 0xb23d 0xb23d 0xb23d)))
          (v128.const i16x8 0xfffe 0xfffe 0xfffe 0xfffe 0xfffe 0xfffe 0xfffe 0xfffe)))
      (local.set $bits
        (i16x8.add
          (i16x8.mul (local.get $low) (v128.const i16x8 0xf887 0xf887 0xf887 0xf887 0xf887 0xf887 0xf887 0xf887))
          (i16x8.mul (local.get $high) (v128.const i16x8 0x88a3 0x88a3 0x88a3 0x88a3 0x88a3 0x88a3 0x88a3 0x88a3))))
      ;; a lane's two bits, one in each of its bytes
      (local.set $bits
        (i8x16.swizzle
          (v128.const i8x16 1 2 4 8 16 32 64 128 0 0 0 0 0 0 0 0)
          (v128.and (i16x8.shr_u (local.get $bits) (i32.const 5)) (v128.const i16x8 0x0707 0x0707 0x0707 0x0707 0x0707 0x0707 0x0707 0x0707))))
      (local.set $words (v128.const i64x2 0 0))
      ;; four lanes are taken out at once: one after the other takes a sixth longer
      (local.set $four (i64x2.extract_lane 0 (local.get $which)))
      (local.set $words (v128.load16_lane offset=0x10000 0 (i32.and (i32.wrap_i64 (local.get $four)) (i32.const 0xffff)) (local.get $words)))
      (local.set $words (v128.load16_lane offset=0x10000 1 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $four) (i64.const 16))) (i32.const 0xffff)) (local.get $words)))
      (local.set $words (v128.load16_lane offset=0x10000 2 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $four) (i64.const 32))) (i32.const 0xffff)) (local.get $words)))
      (local.set $words (v128.load16_lane offset=0x10000 3 (i32.wrap_i64 (i64.shr_u (local.get $four) (i64.const 48))) (local.get $words)))
      (local.set $four (i64x2.extract_lane 1 (local.get $which)))
      (local.set $words (v128.load16_lane offset=0x10000 4 (i32.and (i32.wrap_i64 (local.get $four)) (i32.const 0xffff)) (local.get $words)))
      (local.set $words (v128.load16_lane offset=0x10000 5 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $four) (i64.const 16))) (i32.const 0xffff)) (local.get $words)))
      (local.set $words (v128.load16_lane offset=0x10000 6 (i32.and (i32.wrap_i64 (i64.shr_u (local.get $four) (i64.const 32))) (i32.const 0xffff)) (local.get $words)))
      (local.set $words (v128.load16_lane offset=0x10000 7 (i32.wrap_i64 (i64.shr_u (local.get $four) (i64.const 48))) (local.get $words)))
      (i32.store8 offset=0xd000 (local.get $at) (i16x8.bitmask (i16x8.eq (v128.and (local.get $words) (local.get $bits)) (local.get $bits))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (local.set $place (i32.add (local.get $place) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $place) (local.get $end))))
    (i64.store offset=0xd000 (local.get $at) (i64.const 0))
    ;; of 64 places at once: four are written without asking, so that there is little to guess
    (local.set $place (local.get $from))
    (local.set $at (i32.const 0))
    (loop $group
      (local.set $mask (i64.load offset=0xd000 (local.get $at)))
      (if (i64.ne (local.get $mask) (i64.const 0))
        (then
          (local.set $upTo (i32.add (local.get $noted) (i32.shl (i32.wrap_i64 (i64.popcnt (local.get $mask))) (i32.const 2))))
          (loop $more
            (i32.store offset=0x4800 (local.get $noted)
              (i32.add (local.get $place) (i32.shl (i32.wrap_i64 (i64.ctz (local.get $mask))) (i32.const 1))))
            (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
            (i32.store offset=0x4804 (local.get $noted)
              (i32.add (local.get $place) (i32.shl (i32.wrap_i64 (i64.ctz (local.get $mask))) (i32.const 1))))
            (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
            (i32.store offset=0x4808 (local.get $noted)
              (i32.add (local.get $place) (i32.shl (i32.wrap_i64 (i64.ctz (local.get $mask))) (i32.const 1))))
            (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
            (i32.store offset=0x480c (local.get $noted)
              (i32.add (local.get $place) (i32.shl (i32.wrap_i64 (i64.ctz (local.get $mask))) (i32.const 1))))
            (local.set $mask (i64.and (local.get $mask) (i64.sub (local.get $mask) (i64.const 1))))
            (local.set $noted (i32.add (local.get $noted) (i32.const 16)))
            (br_if $more (i64.ne (local.get $mask) (i64.const 0))))
          (local.set $noted (local.get $upTo))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (local.set $place (i32.add (local.get $place) (i32.const 128)))
      (br_if $group (i32.lt_u (local.get $place) (local.get $end))))
    ;; but for those behind the end
    (block $done
      (loop $last
        (br_if $done (i32.eqz (local.get $noted)))
        (br_if $done (i32.lt_u (i32.load offset=0x47fc (local.get $noted)) (local.get $end)))
        (local.set $noted (i32.sub (local.get $noted) (i32.const 4)))
        (br $last)))
    (i32.shr_u (local.get $noted) (i32.const 2)))

  ;; Of the noted places from `from` on up to `end`, by their number, writes to `found` which patterns may begin where: a gram of theirs stands there, and four more bytes of them. `last`: the address of
  ;; the last gram, from the first. Returns how many.
  (func (export "sift") (param $from i32) (param $end i32) (param $last i32) (param $found i32) (result i32)
    (local $to i32) (local $first i32) (local $place i32) (local $gram i32) (local $slot i32) (local $there i32) (local $entry i32) (local $looked i32)
    (local.set $from (i32.shl (local.get $from) (i32.const 2)))
    (local.set $end (i32.shl (local.get $end) (i32.const 2)))
    (local.set $first (local.get $from))
    ;; first those at whose slot nothing stands are left out, which takes no guessing: what is loaded for one place is not waited for at the next
    (local.set $to (local.get $from))
    (block $kept
      (loop $next
        (br_if $kept (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $place (i32.load offset=0x4800 (local.get $from)))
        (i32.store offset=0x4800 (local.get $to) (local.get $place))
        (local.set $to
          (i32.add
            (local.get $to)
            (i32.shl
              (i32.ne
                (i32.load offset=0x20000
                  (i32.and
                    (i32.shr_u (i32.mul (i32.or (i32.load offset=256 (local.get $place)) (i32.const 0xa0a0a0a0)) (i32.const 0x9e3779b1)) (i32.const 9))
                    (local.get $last)))
                (i32.const 0))
              (i32.const 2))))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (br $next)))
    (local.set $end (local.get $to))
    (local.set $from (local.get $first))
    (local.set $to (local.get $found))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $place (i32.load offset=0x4800 (local.get $from)))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (local.set $gram (i32.or (i32.load offset=256 (local.get $place)) (i32.const 0xa0a0a0a0)))
        (local.set $slot (i32.and (i32.shr_u (i32.mul (local.get $gram) (i32.const 0x9e3779b1)) (i32.const 9)) (local.get $last)))
        (loop $probe
          (local.set $there (i32.load offset=0x20000 (local.get $slot)))
          (br_if $next (i32.eqz (local.get $there)))
          (if (i32.ne (local.get $there) (local.get $gram))
            (then
              (local.set $slot (i32.and (i32.add (local.get $slot) (i32.const 8)) (local.get $last)))
              (br $probe))))
        (local.set $entry (i32.load offset=0x20004 (local.get $slot)))
        (loop $chain
          (local.set $looked (i32.add (local.get $looked) (i32.const 1)))
          (if
            (i32.eq
              (i32.or
                (i32.load (i32.add (i32.add (local.get $place) (i32.const 256)) (i32.load offset=12 (local.get $entry))))
                (i32.const 0xa0a0a0a0))
              (i32.load offset=8 (local.get $entry)))
            (then
              (i32.store (local.get $to) (i32.load (local.get $entry)))
              (i32.store offset=4 (local.get $to) (i32.sub (local.get $place) (i32.load offset=4 (local.get $entry))))
              (local.set $to (i32.add (local.get $to) (i32.const 8)))))
          (local.set $entry (i32.load offset=16 (local.get $entry)))
          (br_if $chain (local.get $entry)))
        (br $next)))
    (i32.store (i32.const 0xfffc) (local.get $looked))
    (i32.shr_u (i32.sub (local.get $to) (local.get $found)) (i32.const 3))))
