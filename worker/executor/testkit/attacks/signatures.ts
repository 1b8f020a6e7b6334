import { answerText, readAnswer } from "../../../../lib/signatures/answer";
import type { WorldKey } from "../../../../lib/trust/testkit/world";
import { fileRequest, honestRequest, type SignOptions, sign, writeApproval } from "../requests";
import type { World } from "../world";
import type { Attack, Expected, Scene } from "./attack";

/** Rita asks for one harmless token; Ada's signature is bad in one way. */
async function adaSigns(world: World, options: SignOptions): Promise<Scene> {
  const token = await world.token();
  const request = await fileRequest(world, [token]);
  await sign(world, request, world.people.rita, { kind: "request" });
  const row = await sign(world, request, world.people.ada, options);
  const deniedToWeb = [() => writeAsWeb(world, request.id, row)];
  return { request, tokens: [token], deniedToWeb };
}
const writeAsWeb = (world: World, requestId: string, row: Awaited<ReturnType<typeof sign>>) =>
  world.database.as("web").$executeRaw`insert into approval (id, request_id, kind, person_id, key_id, answer, assertion, at)
    values (gen_random_uuid(), ${requestId}::uuid, 'approve', ${row.personId}::uuid, ${row.keyId}, ${row.answer}, '{}', now())`;

const lying = (name: string, refused: Extract<Expected, { refused: string }>["refused"], lie: SignOptions["lie"]): Attack => ({
  name,
  expected: { refused },
  run: ({ world }) => adaSigns(world, { lie }),
});

/** An attacker's own key, nowhere signed by an administrator. */
export const outsideKey = (world: World): WorldKey => world.trust.makeKey(world.people.ada.id, "webauthn", "attacker's");

export const signatureAttacks: readonly Attack[] = [
  {
    name: "a forged signature under an approver's key",
    expected: { refused: "bad_signature" },
    run: ({ world }) =>
      adaSigns(world, {
        row: (row) => {
          const answer = readAnswer(row.answer);
          const forger = outsideKey(world);
          return { ...row, assertion: answer ? forger.answer({ ...answer, targets: answer.targets }).assertion : null };
        },
      }),
  },
  lying("an assertion made on web's own page", "wrong_origin", { origin: "http://localhost:3000" }),
  lying("an assertion made inside a frame of web's page", "wrong_origin", { crossOrigin: true, topOrigin: "http://localhost:3000" }),
  lying("an assertion made for another relying party", "wrong_rp", { rpId: "evil.example" }),
  lying("an assertion without user verification", "user_not_verified", { userVerified: false }),
  {
    name: "a signature replayed on another request",
    expected: { refused: "request_mismatch" },
    async run({ world }) {
      const { request: signed } = await honestRequest(world, { approvers: [] });
      const replayed = await sign(world, signed, world.people.ada);
      const scene = await unsignedByApprovers(world);
      await writeApproval(world, scene.request.id, replayed);
      return scene;
    },
  },
  {
    name: "a signature for one target stretched to another",
    expected: { refused: "bad_signature" },
    async run({ world }) {
      const tokens = [await world.token(), await world.token()];
      const request = await fileRequest(world, tokens);
      await sign(world, request, world.people.rita, { kind: "request" });
      await sign(world, request, world.people.ada, {
        targets: request.targets.slice(0, 1),
        row: (row) => {
          const answer = readAnswer(row.answer);
          return { ...row, answer: answer ? answerText({ ...answer, targets: request.targets }) : "" };
        },
      });
      return { request, tokens };
    },
  },
  {
    name: "a target that the approver left out",
    expected: { waits: "not_enough_people" },
    async run({ world }) {
      const [wanted, other] = [await world.token(), await world.token()];
      const request = await fileRequest(world, [other, wanted]);
      await sign(world, request, world.people.rita, { kind: "request" });
      await sign(world, request, world.people.ada, { targets: [] });
      return { request, tokens: [wanted, other] };
    },
  },
  {
    name: "a refusal passed off as an approval",
    expected: { refused: "statement_altered" },
    run: ({ world }) => adaSigns(world, { answer: { answer: "deny" } }),
  },
  {
    name: "one person's answer in another's name",
    expected: { refused: "signer_mismatch" },
    run: ({ world }) => twoSign(world, { row: (row) => ({ ...row, personId: world.people.ben.id }) }),
  },
  {
    name: "a signer who says to be somebody else",
    expected: { refused: "signer_mismatch" },
    run: ({ world }) => twoSign(world, { answer: { signer: world.people.ben.id }, row: (row) => ({ ...row, personId: world.people.ben.id }) }),
  },
  {
    name: "a signature by a key outside the chain",
    expected: { refused: "key_not_chained" },
    run: ({ world }) => adaSigns(world, { key: outsideKey(world) }),
  },
];

/** A critical token: Ada signs, and then Ada again in some disguise. */
async function twoSign(world: World, disguise: SignOptions): Promise<Scene> {
  const token = await world.token({ environment: "production" });
  const request = await fileRequest(world, [token]);
  await sign(world, request, world.people.rita, { kind: "request" });
  await sign(world, request, world.people.ada);
  await sign(world, request, world.people.ada, disguise);
  return { request, tokens: [token] };
}

export async function unsignedByApprovers(world: World): Promise<Scene> {
  const token = await world.token();
  const request = await fileRequest(world, [token]);
  await sign(world, request, world.people.rita, { kind: "request" });
  return { request, tokens: [token] };
}
