/** Text as a part of a LIKE pattern: its own %, _ and \ stand for themselves. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");
