;; What of a stretch of text may begin a pattern: the inner loops of filter.ts. `npm run sieve` makes sieve-module.ts of it.
;;
;; Memory, which sieve.ts lays out and fills:
;;       0  the stretch, its first byte at 256, with what stands around it
;;  0x4800  places noted, as offsets within the stretch, four bytes each
;;  0xfffc  how many entries the last `sift` looked at
;; 0x10000  marks: a bit for each value of a gram's hash (20 bits)
;; 0x30000  grams: eight bytes each, the gram and the address of its first entry; then the entries, twenty bytes each:
;;          pattern, how far behind its beginning the gram stands, four more bytes of it, how far behind the gram those stand, the next entry;
;;          then what was found, eight bytes each: pattern, and where it begins within the stretch
(module
  (memory (import "sieve" "memory") 4)

  ;; Notes each even place from `place` on before `end`, one at least, where the four bytes, case folded, have a marked hash. Returns how many.
  (func (export "mark") (param $place i32) (param $end i32) (result i32)
    (local $noted i32) (local $hash i32)
    (loop $next
      (local.set $hash (i32.mul (i32.or (i32.load offset=256 (local.get $place)) (i32.const 0x20202020)) (i32.const 0x9e3779b1)))
      ;; written in any case, kept where the bit is set: nothing has to be guessed
      (i32.store offset=0x4800 (local.get $noted) (local.get $place))
      (local.set $noted
        (i32.add
          (local.get $noted)
          (i32.shl
            (i32.and
              (i32.shr_u
                (i32.load8_u offset=0x10000 (i32.shr_u (local.get $hash) (i32.const 15)))
                (i32.and (i32.shr_u (local.get $hash) (i32.const 12)) (i32.const 7)))
              (i32.const 1))
            (i32.const 2))))
      (local.set $place (i32.add (local.get $place) (i32.const 2)))
      (br_if $next (i32.lt_u (local.get $place) (local.get $end))))
    (i32.shr_u (local.get $noted) (i32.const 2)))

  ;; Of `count` noted places, writes to `found` which patterns may begin where: a gram of theirs stands there, and four more bytes of them. `last`: the address of
  ;; the last gram, from the first. Returns how many.
  (func (export "sift") (param $count i32) (param $last i32) (param $found i32) (result i32)
    (local $from i32) (local $to i32) (local $place i32) (local $gram i32) (local $slot i32) (local $there i32) (local $entry i32) (local $looked i32)
    (local.set $count (i32.shl (local.get $count) (i32.const 2)))
    (local.set $to (local.get $found))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $count)))
        (local.set $place (i32.load offset=0x4800 (local.get $from)))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (local.set $gram (i32.or (i32.load offset=256 (local.get $place)) (i32.const 0x20202020)))
        (local.set $slot (i32.and (i32.shr_u (i32.mul (local.get $gram) (i32.const 0x9e3779b1)) (i32.const 9)) (local.get $last)))
        (loop $probe
          (local.set $there (i32.load offset=0x30000 (local.get $slot)))
          (br_if $next (i32.eqz (local.get $there)))
          (if (i32.ne (local.get $there) (local.get $gram))
            (then
              (local.set $slot (i32.and (i32.add (local.get $slot) (i32.const 8)) (local.get $last)))
              (br $probe))))
        (local.set $entry (i32.load offset=0x30004 (local.get $slot)))
        (loop $chain
          (local.set $looked (i32.add (local.get $looked) (i32.const 1)))
          (if
            (i32.eq
              (i32.or
                (i32.load (i32.add (i32.add (local.get $place) (i32.const 256)) (i32.load offset=12 (local.get $entry))))
                (i32.const 0x20202020))
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
