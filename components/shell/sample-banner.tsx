/** Said on every page of the sample: nobody may take it for their own. */
export function SampleBanner() {
  return (
    <aside aria-label="About this organisation" className="border-b border-line bg-medium-soft px-5 py-1 text-center text-[12.5px] text-ink">
      <b className="font-[600]">Sample organisation · sample trust.</b>{" "}
      <span className="text-ink-2">People and most tokens are made up; the trust root pinned itself.</span>
    </aside>
  );
}
