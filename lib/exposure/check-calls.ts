/** Vendors at which a found secret can be tried, and by which call, in words. What makes the call is lib/connectors/checkers.ts, which web never carries. */
export const checkCalls: Readonly<Record<string, string>> = {
  unleash: "GET /api/client/features with the secret itself: it reads feature flags and changes nothing. Unleash notes the visit as use of the token.",
};
