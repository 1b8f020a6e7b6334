/** What all form controls share: edge at 3:1, one height, one face. */
export const controlStyle =
  "w-full rounded-md border border-edge bg-panel px-2.5 text-[13.5px] text-ink aria-invalid:border-critical disabled:opacity-60 disabled:bg-sunken";
