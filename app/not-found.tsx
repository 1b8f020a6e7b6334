import { Logo } from "@/components/shell/logo";
import { LinkButton } from "@/components/ui/link-button";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-[440px] flex-col gap-4 px-4 py-[16vh]">
      <Logo />
      <h1 className="text-xl font-[620]">There is nothing at this address</h1>
      <p className="text-ink-2">What the link led to may have been removed, or the address was copied incompletely.</p>
      <div>
        <LinkButton href="/" variant="primary">
          Go to Overview
        </LinkButton>
      </div>
    </main>
  );
}
