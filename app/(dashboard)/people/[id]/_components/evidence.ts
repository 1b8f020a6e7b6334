import { z } from "zod";

const Evidence = z.object({
  by: z.array(z.string()),
  confidence: z.string(),
  account: z.object({ email: z.string().nullish(), userName: z.string().nullish(), externalId: z.string().nullish() }).optional(),
});
const ways: Record<string, string> = { email: "same e-mail address", "directory id": "the directory’s own id", "user name": "same user name" };

/** What a link between account and person rests on, in words. Evidence of another shape is said to be so, not guessed at. */
export function evidenceInWords(raw: unknown): string {
  const evidence = Evidence.safeParse(raw);
  if (!evidence.success) return "evidence not readable";
  const { by, confidence, account } = evidence.data;
  const seen = [account?.email, account?.userName].filter(Boolean)[0];
  return `${by.map((way) => ways[way] ?? way).join(" and ")}${seen ? ` (${seen})` : ""}, confidence ${confidence}`;
}
