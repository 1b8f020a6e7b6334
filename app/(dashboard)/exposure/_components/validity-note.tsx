import { RelativeTime } from "@/components/ui/relative-time";
import type { ExposurePage } from "@/lib/exposure/exposure-page";

const silentWords: Record<NonNullable<ExposurePage["silent"]>["why"], string> = {
  silent: "The last try told nothing",
  source_gone: "Unknown now, source gone: the secret can’t be read again where it was found",
  source_closed: "Unknown now: the place where it was found can’t be read by the collector",
  rule_off: "Unknown now: the rule that found it is off, so it isn’t looked for where it stands",
  rule_changed: "Unknown now: the rule that found it was changed since, and finds it no longer where it stood",
  postponed: "Another try waits: its system is not asked more often",
};

/** When it was looked at, how and by whom; and where a later try told nothing, that what is shown is what was known last. */
export function ValidityNote({
  untold,
  checked,
  silent,
  retry,
}: Pick<ExposurePage, "checked" | "silent" | "retry"> & { untold: ExposurePage["row"]["untold"] }) {
  return (
    <>
      {untold && untold.code !== silent?.why && <span className="block">{untold.text}</span>}
      {checked ? (
        <span className="block">
          {silent ? "last known " : "looked at "}
          <RelativeTime at={checked.at} />
          {checked.how && `: ${checked.how}`}
          {checked.by && `, by ${checked.by}`}
        </span>
      ) : (
        !silent && !untold && "nobody has looked"
      )}
      {silent && (
        <span className="block">
          {silentWords[silent.why]}
          {silent.at && (
            <>
              {" "}
              (<RelativeTime at={silent.at} />)
            </>
          )}
        </span>
      )}
      {retry && (
        <span className="block">
          tried again <RelativeTime at={retry} />
        </span>
      )}
    </>
  );
}
