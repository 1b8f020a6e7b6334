/**
 * The rules of the chain that are one line of the code that applies them. Nothing in production leaves one out;
 * chain-mutations.test.ts takes each away and shows that an attack then succeeds.
 */
export const chainRules = [
  "widening needs a second person",
  "widening waits out the delay",
  "nothing is dated ahead of its first sight",
  "a key is one person's",
  "two people once are two people always",
  "a key lapses when its person leaves",
  "a membership lapses when its person leaves",
] as const;
export type ChainRule = (typeof chainRules)[number];
export const allChainRules: ReadonlySet<ChainRule> = new Set(chainRules);
