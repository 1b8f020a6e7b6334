/** Derived, in this precedence (view token_state). */
export const tokenStates = ["dead", "irrevocable", "disabled", "revoking", "unproven", "expired", "missing", "active"] as const;
export type TokenState = (typeof tokenStates)[number];
