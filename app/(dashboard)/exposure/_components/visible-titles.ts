/** How long secrets have been visible, by bucket. */
export const visibleTitles: Record<string, string> = {
  "7d": "under 7 days",
  "30d": "7 to 30 days",
  "90d": "30 to 90 days",
  "1y": "90 days to a year",
  older: "over a year",
  unknown: "unknown",
};
