/** What the pane with the evidence takes of the list's width, gap and all, in px: it stands beside it from Tailwind's `xl` on. */
export const paneTakes = (width: number): number => (width >= 1280 ? 336 : 0);
