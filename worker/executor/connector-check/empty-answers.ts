import type { RevokeConnection, Revoker, Target } from "../../../lib/connectors/contract";
import type { DeclarativeRevokeCredential } from "../../../lib/connectors/declarative/credential";
import { judge } from "../../../lib/connectors/guard/faults";
import { type EmptyAnswer, saidToEveryone, saidToOneAlone } from "../../../lib/connectors/nothing-proven";
import type { VendorHttp, VendorRequest, VendorResponse } from "../../../lib/connectors/vendor-http";
import { jsonOf } from "../../../lib/connectors/wire";
import type { CheckParts, Step } from "./parts";

type Connection = RevokeConnection<DeclarativeRevokeCredential>;

/** What the door said to a credential, first the one that was tried. */
export interface Taped {
  connection: Connection;
  answers: VendorResponse[];
}

/** The same connection; what it is answered is kept, in memory. */
export function taped(connection: Connection): Taped {
  const answers: VendorResponse[] = [];
  const request = async (input: VendorRequest) => {
    const answer = await connection.http.request(input);
    answers.push(answer);
    return answer;
  };
  return { connection: { ...connection, http: { request } }, answers };
}

/** What was learnt at the door: two credentials, and what each was answered. */
export interface Door {
  target: Target;
  control: { secret: string; answer: VendorResponse };
  madeUp: { secret: string; answer: VendorResponse };
}

/**
 * Holds the file's shapes against answers from which nothing follows, those of the conformance suite: none of them may pass for a life or a death. The
 * system's own two answers stand for it, so nothing is sent.
 */
export async function checkEmptyAnswers(
  { now }: CheckParts,
  { connection, revoker }: { connection: Connection; revoker: Revoker<DeclarativeRevokeCredential> },
  { target, control, madeUp }: Door,
): Promise<Step> {
  const step = "empty_answers";
  const death = { status: madeUp.answer.status, body: madeUp.answer.text };
  const knock = (secret: string, answer: (shown: string) => EmptyAnswer | VendorResponse) =>
    revoker.probe({ ...connection, http: canned(answer, [control.secret, madeUp.secret], now) }, target, secret, "dead");
  for (const said of saidToEveryone(death))
    for (const secret of [control.secret, madeUp.secret]) {
      const { kind } = await knock(secret, () => said);
      if (kind !== "unknown")
        return bad(`${said.name} (${said.status}) would be taken for ${kind}, of ${secret === control.secret ? "a living" : "a dead"} credential.`);
    }
  const mistaken: EmptyAnswer[] = [];
  for (const said of saidToOneAlone(death)) {
    const { kind } = await knock(madeUp.secret, (shown) => (shown === madeUp.secret ? said : control.answer));
    if (kind !== "unknown") mistaken.push(said);
  }
  const [first] = mistaken;
  if (!first) return { step, verdict: "good", says: "No answer of a proxy, a maintenance page or a ban would be taken for a life or a death." };
  if (mistaken.every(({ status }) => status === death.status) && jsonOf(madeUp.answer) === undefined)
    return {
      step,
      verdict: "good",
      says: `The system says ${death.status} and no JSON, so its status alone is the shape of death; the control tells it from an answer to everybody.`,
    };
  return bad(`To one credential alone, ${first.name} (${first.status}) would be taken for its death.`);

  function bad(says: string): Step {
    return { step, verdict: "bad", says, next: "Make `probe.dead` and `probe.alive` narrower: add `body` or `has` with the system's own words." };
  }
}

/** A door that answers as told, by the credential that is shown to it; as the guarded client judges answers. */
function canned(answer: (shown: string) => EmptyAnswer | VendorResponse, secrets: readonly string[], now: () => Date): VendorHttp {
  return {
    async request(input) {
      const shown = secrets.find((secret) => JSON.stringify([input.headers, input.json, input.form]).includes(shownAs(secret, input))) ?? "";
      const said = answer(shown);
      const text = "text" in said ? said.text : said.body;
      return judge({ status: said.status, headers: said.headers ?? {}, text }, `${input.method} ${input.redactedPath ?? "the door"}`, now());
    },
  };
}

/** How a credential stands in what is sent: with basic, in base64 with its user name. */
function shownAs(secret: string, { headers }: VendorRequest): string {
  const basic = /^Basic (.+)$/.exec(headers?.authorization ?? "")?.[1];
  return basic && Buffer.from(basic, "base64").toString("utf8").endsWith(`:${secret}`) ? basic : JSON.stringify(secret).slice(1, -1);
}
