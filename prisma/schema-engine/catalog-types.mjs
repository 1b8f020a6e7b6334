import pg from "pg";

/** OIDs of pg_catalog's own types that adapter-pg does not map → the text type (or text[]) they are read as. */
const textInstead = new Map([
  [18, 25], // "char"
  [19, 25], // name
  [24, 25], // regproc
  [194, 25], // pg_node_tree
  [2205, 25], // regclass
  [1002, 1009], // "char"[]
  [1003, 1009], // name[]
]);

/** The OID of PostgreSQL's one-byte "char". Fields that were one carry `isChar` afterwards. */
const charType = 18;

/**
 * Makes every pg client of this process read the catalogue's own types as text. The engine introspects pg_catalog, and adapter-pg refuses
 * columns of these types. Changes the prototype: adapter-pg makes its clients itself, so there is no other place to stand.
 */
export function readCatalogTypesAsText() {
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (...args) {
    const callback = args.at(-1);
    if (typeof callback === "function") {
      args[args.length - 1] = (error, result) => callback(error, result && retyped(result));
      return query.apply(this, args);
    }
    const pending = query.apply(this, args);
    return typeof pending?.then === "function" ? pending.then(retyped) : pending;
  };
}

function retyped(result) {
  for (const one of Array.isArray(result) ? result : [result])
    for (const field of one?.fields ?? []) {
      field.isChar = field.dataTypeID === charType;
      field.dataTypeID = textInstead.get(field.dataTypeID) ?? field.dataTypeID;
    }
  return result;
}
