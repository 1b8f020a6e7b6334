/** What to do about a fault at a place in the file. `*` stands for any name or number. The most exact one counts. */
const steps: Record<string, string> = {
  "": "The guide docs/declarative-connector.md shows a whole file.",
  format: "Write format: countersign/declarative/1.",
  system: "Give the system's name, as people call it.",
  basePath: "Write the part of every path that comes before the API's own, like /api/v2, or leave it out.",
  headers: "Write constant headers as Name: value; the credential's own comes from `authentication`.",
  authentication: "Write kind: bearer, kind: basic, or kind: header with a name. Credentials never go into the query.",
  refused: "List answers with `status` and `body` by which the system says that it does not accept a credential.",
  rateLimit: "Write requestsPerMinute: and a number, or leave it out.",
  requires: "Give `request`, `expect` (a list of answers) and `otherwise` (what to do when the credential sees too little).",
  tokens: "Give `class`, `list` (request, rows, paging) and `fields` (name, and id or secret).",
  "tokens.class": "Take one of api_key, personal_access_token, oauth_grant, service_credential, ephemeral_secret, deploy_key, certificate.",
  "*.list": "Give `request` (GET /path), `rows` (path of the list in the body, $ for the body itself) and `paging`.",
  "*.list.request": "Write it as in the system's documentation, without its host: GET /tokens?order=created.",
  "*.list.rows": "Give the path of the list in the body, like data.tokens, or $ when the body is the list.",
  "*.list.paging": "Take kind: none, page, offset, cursor, next or link; the guide has a table of them.",
  "*.list.only": "Give `body` or `has`, as in an answer.",
  "tokens.fields": "Each field is a path into a row, like id or user.email; the guide lists them all.",
  "tokens.fields.expiry": "Give `path` and what a missing date means: absent: never, or absent: unknown.",
  "tokens.fields.environment": "Give a path, path and words, or always: with a word.",
  "tokens.fields.reach": "Give always: {level, because}, or path and words. The level is high or limited.",
  "tokens.fields.created": "Give a path, or path and format: iso, iso_utc, unix_seconds or unix_milliseconds.",
  "tokens.fields.lastUsed": "Give a path, path and format, or cannot: and why.",
  "tokens.fields.disabled": "Give `since` (the date), and `when` if other tokens have that date too.",
  "tokens.fields.rotated": "Give a path, or path and format: when the secret was last replaced, not when the row was last changed.",
  "tokens.fields.scopesUsed": "List paths as in `scopes`: of those scopes, the ones seen in use.",
  "tokens.fields.thirdParty": "Give the path of whom the grant was given to, or path and `when` (`body`, `has`) where only some are others'.",
  "tokens.fields.parentKey": "Give the path of a name or id, never of a secret.",
  "tokens.fields.family": "Give `count`, `longestSeconds` or both: paths of whole numbers, for the class ephemeral_secret.",
  otherClasses: "Write a class of tokens and a sentence: why it can't be seen here, and the way round it.",
  accounts: "Give `list` and `fields`, or cannot: and why.",
  describe: 'Give `request` with {{id}} and `gone`, or write describe: "from the list".',
  "describe.gone": "List the answers by which the system says that there is no such token, with `status` and `body`.",
  revoke: "Give `request` (like DELETE /tokens/{{id}}), or cannot: and why.",
  disable: "Give `request` (like PATCH /tokens/{{id}}) and `json`, or cannot: and why.",
  probe: "Give `request`, `token` (how a token is used there), `alive`, `dead` and `control`, or cannot: and why.",
  "probe.alive": "Say what only a living token gets: status 200 and `has` with a path that is always there.",
  "probe.dead": "Revoke a token by hand, use it once more, and write down status and body.",
  "probe.disabled": "Disable a token by hand, use it once more, and write down status and body.",
  "probe.token": "Write kind: bearer, kind: header with a name, or kind: basic with a username.",
  proof: "Leave it out for 12 refusals over 30 s, 120 s after the act; a file may ask for more, never for less.",
  blindSpots: "List whole sentences about what is never seen.",
};

/** The next step for a fault at this path: that of the place itself, or of the nearest part around it. */
export function nextStepFor(path: readonly string[]): string {
  for (let length = path.length; length >= 0; length--) {
    const here = path.slice(0, length);
    const found = steps[here.join(".")] ?? steps[["*", ...here.slice(1)].join(".")];
    if (found) return found;
  }
  return "";
}
