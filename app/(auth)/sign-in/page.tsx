import { redirect } from "next/navigation";
import { Message } from "@/components/ui/message";
import { firstPageOf } from "@/lib/domain/roles";
import { currentActor } from "@/lib/next/session";
import { signInWays } from "@/lib/next/sign-in-ways";
import { MailedLinkForm } from "./_components/mailed-link-form";
import { OidcButton } from "./_components/oidc-button";
import { signInErrors } from "./sign-in-errors";

export const metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ error?: string; left?: string }>;
}

export default async function SignInPage({ searchParams }: Props) {
  const actor = await currentActor();
  if (actor) redirect(firstPageOf(actor.roles));
  const { error, left } = await searchParams;
  const ways = signInWays();
  return (
    <>
      <div>
        <h1 className="text-xl leading-tight font-[620] tracking-[-0.015em]">Sign in</h1>
        <p className="mt-1 text-ink-2">Signing in lets you read and ask. It never signs: what people approve is signed on another page, with a key.</p>
      </div>
      {error && (
        <Message tone="error" title="You are not signed in">
          {signInErrors[error] ?? signInErrors.Default}
        </Message>
      )}
      {left && !error && <Message tone="ok">You are signed out. That session has ended for good.</Message>}
      {ways.oidc && <OidcButton name={ways.oidc} />}
      {ways.mail && <MailedLinkForm />}
      <section className="border-t border-line pt-4 text-[13px] text-ink-2">
        <h2 className="font-[550] text-ink">With a one-time link</h2>
        <p className="mt-1">Open the link you were given; it works once. No link? An administrator makes one on the host:</p>
        <pre className="mono mt-2 break-words whitespace-pre-wrap rounded-md border border-line bg-sunken px-2.5 py-2">
          npm run -s countersign -- admin invite --email you@example.com
        </pre>
      </section>
    </>
  );
}
