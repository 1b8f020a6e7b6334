/** Words of positions in a zone. Larger ones are passed over more rarely, smaller ones take longer to put in order. */
export const zoneWords = 16;

/** The key of the unknown, which comes last in either direction; "never" comes before it. */
export const unknownLast = Number.MAX_VALUE;

/** The zones of a column in one direction: whoever looks for the first few need not look beyond the zones that may hold them. */
export interface Zones {
  /** the zones, the one with the best value first */
  order: Uint32Array;
  /** by zone: the best value in it, as a key: smaller is better */
  best: Float64Array;
}

interface Known {
  version: number;
  count: number;
  zones: Map<1 | -1, Zones>;
}
const known = new WeakMap<Float64Array, Known>();

/**
 * The zones of the first `count` values, of which some may lie where no token is any more. They are found out once for each `version`: one pass over the values, which costs
 * less than looking at all of them with the best so far in hand.
 */
export function zonesOf(values: Float64Array, version: number, count: number, sign: 1 | -1): Zones {
  let of = known.get(values);
  if (of?.version !== version || of.count !== count) {
    of = { version, count, zones: new Map() };
    known.set(values, of);
  }
  const found = of.zones.get(sign) ?? foundOut(values, count, sign);
  of.zones.set(sign, found);
  return found;
}

function foundOut(values: Float64Array, count: number, sign: 1 | -1): Zones {
  const size = zoneWords * 32;
  const best = new Float64Array(Math.ceil(count / size));
  for (let zone = 0; zone < best.length; zone++) {
    let first = unknownLast;
    const end = Math.min(count, (zone + 1) * size);
    for (let at = zone * size; at < end; at++) {
      const key = sign * (values[at] as number);
      if (key < first) first = key;
    }
    best[zone] = first;
  }
  const order = Uint32Array.from(best.keys()).sort((a, b) => (best[a] as number) - (best[b] as number));
  return { order, best };
}
