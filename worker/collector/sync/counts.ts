/** What a page did to the facts. */
export interface Counts {
  created: number;
  changed: number;
  unchanged: number;
}
