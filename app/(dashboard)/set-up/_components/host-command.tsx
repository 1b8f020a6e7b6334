import { CopyText } from "@/components/ui/copy-text";

/** A command for the terminal of the machine that Countersign runs on. */
export function HostCommand({ command }: { command: string }) {
  const text = `npm run -s countersign -- ${command}`;
  return (
    <p className="w-fit max-w-full rounded-sm border border-line bg-sunken px-2 py-0.5 text-[12.5px] text-ink">
      <CopyText text={text} label={`the command ${command}`} />
    </p>
  );
}
