/** Work under way, for less than a second or without a count. For longer work use Progress. */
export function Spinner() {
  return <span aria-hidden className="inline-block size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent" />;
}
