import { CopyText } from "@/components/ui/copy-text";

/** A command for the terminal of the machine that Countersign runs on. */
export function HostCommand({ command }: { command: string }) {
  const text = `npm run -s countersign -- ${command}`;
  return (
    <p className="flex w-fit max-w-full items-start gap-1 rounded-sm border border-line bg-sunken px-2 py-0.5 text-[12.5px] text-ink">
      <code className="mono min-w-0 leading-6 break-words">{text}</code>
      <CopyText text={text} label={`the command ${command}`}>
        {""}
      </CopyText>
    </p>
  );
}
