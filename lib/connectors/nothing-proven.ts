/** An answer from which nothing follows about one credential, and what it is. */
export interface EmptyAnswer {
  name: string;
  status: number;
  body: string;
  headers?: Record<string, string>;
}
/** How a system says that a credential is dead. */
type DeathAnswer = Pick<EmptyAnswer, "status" | "body">;

/**
 * What a system may answer to everybody alike, the living and the dead. The conformance suite has a proxy give these to every connector in the box
 * (testkit/conformance-probe.ts), and `connector check` holds them against a file's shapes: one table, so that both ask the same.
 */
export const saidToEveryone = ({ status, body }: DeathAnswer): EmptyAnswer[] => [
  { name: "401 to everyone from a proxy", status: 401, body: "<html>401 Authorization Required</html>" },
  { name: "401 to everyone in the vendor's own shape of death", status, body },
  { name: "a maintenance page that says 200", status: 200, body: "<html>We'll be right back</html>" },
  { name: "a maintenance page that says 503", status: 503, body: "<html>We'll be right back</html>" },
  { name: "a ban of our address", status: 403, body: "<html>Access denied</html>" },
  { name: "too many requests", status: 429, body: "{}" },
  { name: "a vendor that fails", status: 500, body },
  { name: "another JSON", status, body: '{"message":"no"}' },
  { name: "a redirect to a sign-in page", status: 302, body: "", headers: { location: "/login" } },
];

/** The same to one credential alone, while the control is let in. */
export const saidToOneAlone = ({ status, body }: DeathAnswer): EmptyAnswer[] => [
  { name: "the status of death in other words", status, body: '{"message":"not now"}' },
  { name: "the status of death as a page", status, body: "<html>401 Authorization Required</html>" },
  { name: "the words of death with another status", status: 418, body },
  { name: "a ban", status: 403, body: "<html>Access denied</html>" },
  { name: "nothing of the kind", status: 404, body: "{}" },
];
