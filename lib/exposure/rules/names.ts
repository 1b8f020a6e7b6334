/** What kinds of one's own rules begin with: no detector's kind does. */
export const ownPrefix = "own_";
/** The family of all of them. */
export const ownFamily = "Own rules";
