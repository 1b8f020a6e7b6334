import type { RequestedEffect } from "@/lib/requests/schemas";

const choices: { effect: RequestedEffect; label: string; means: string }[] = [
  { effect: "dead", label: "Revoke", means: "Gone for good." },
  { effect: "disabled", label: "Disable", means: "Switched off at its system with all that belongs to it there; an administrator there can bring it back." },
];

/** Whether the tokens are to end for good or to be switched off, where their system knows both. */
export function EffectChoice({ effect, onChoose }: { effect: RequestedEffect; onChoose: (effect: RequestedEffect) => void }) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-[12.5px] font-[550] text-ink">What is asked for</legend>
      {choices.map((choice) => (
        <label key={choice.effect} className="flex items-start gap-2 text-[13px]">
          <input
            type="radio"
            name="effect"
            className="mt-0.5 size-4 accent-accent"
            checked={effect === choice.effect}
            onChange={() => onChoose(choice.effect)}
          />
          <span>
            <span className="font-[550] text-ink">{choice.label}</span> <span className="text-ink-2">{choice.means}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
