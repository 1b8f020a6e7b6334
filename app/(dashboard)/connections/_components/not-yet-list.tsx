import { notYet } from "@/lib/connectors/catalog";
import { WithCode } from "./with-code";

/** Systems without a connector, and how their tokens can be seen all the same. */
export function NotYetList() {
  return (
    <section aria-labelledby="not-yet" className="mt-6">
      <h2 id="not-yet" className="text-[14px] font-[600]">
        Not supported yet
      </h2>
      <p className="mt-0.5 text-[13px] text-ink-2">What lives there is not counted anywhere in Countersign. Each has a list of its own:</p>
      <dl className="mt-2.5 grid grid-cols-1 gap-x-6 gap-y-2.5 rounded-md border border-line bg-panel px-[18px] py-4 text-[13px] lg:grid-cols-2">
        {notYet.map(({ title, wayIn }) => (
          <div key={title} className="min-w-0">
            <dt className="font-[560]">{title}</dt>
            <dd className="break-words text-ink-2">
              <WithCode text={wayIn} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
