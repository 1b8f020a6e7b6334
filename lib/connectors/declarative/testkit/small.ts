import { declarationOf } from "./example";

/** A small whole file; parts of it are put in place of others. */
export const smallText = `format: countersign/declarative/1
system: Small
authentication: { kind: bearer }
tokens:
  class: api_key
  list:
    request: GET /tokens
    rows: items
    paging: { kind: none }
  fields:
    id: id
    name: name
    secret: secret
    created: created
    expiry: { path: expires, absent: never }
    lastUsed: used
    creator: owner.id
    scopes: ["scopes[]"]
    environment: env
    reach: { path: level, words: { admin: { level: high, because: everything }, plain: { level: limited, because: its scopes } } }
accounts: { cannot: It lists no accounts. }
describe:
  request: GET /tokens/{{id}}
  gone: [{ status: 404, body: { error: not_found } }]
revoke:
  request: DELETE /tokens/{{id}}
disable:
  request: PATCH /tokens/{{id}}
  headers: { X-Request: "{{idempotencyKey}}" }
  json: { enabled: false, note: "by {{idempotencyKey}}" }
probe:
  request: GET /me
  token: { kind: bearer }
  alive: [{ status: 200, has: [id] }]
  dead: [{ status: 401, body: { error: invalid_token } }]
  disabled: [{ status: 403, body: { error: disabled } }]
  control: Make a token for Countersign.
`;

export const small = (...changes: [from: string, to: string][]) => declarationOf(changed(...changes));

export function changed(...changes: [from: string, to: string][]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the file does not hold ${from}`);
    return text.replace(from, () => to);
  }, smallText);
}

export const row = (fields: Record<string, unknown> = {}) => ({
  ...{ id: "t1", name: "one", secret: "secret-of-one-0123456789", created: "2026-05-01T12:00:00Z", expires: null, used: null },
  ...{ owner: { id: 7 }, scopes: ["b", "a"], env: "development", level: "plain" },
  ...fields,
});
