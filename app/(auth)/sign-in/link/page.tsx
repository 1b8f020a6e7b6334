import { redirect } from "next/navigation";
import { Message } from "@/components/ui/message";
import { RedeemForm } from "./_components/redeem-form";

export const metadata = { title: "Sign in by link" };

interface Props {
  searchParams: Promise<{ token?: string | string[] }>;
}

/** Opening the link changes nothing: mail scanners open links too. The button spends it. */
export default async function LinkPage({ searchParams }: Props) {
  const { token } = await searchParams;
  if (Array.isArray(token)) redirect("/sign-in");
  return (
    <>
      <h1 className="text-xl leading-tight font-[620] tracking-[-0.015em]">Sign in by link</h1>
      {token ? (
        <RedeemForm token={token} />
      ) : (
        <Message tone="error" title="This link is incomplete">
          The part after “token=” is missing, so it can’t sign anyone in. Copy the whole link, or ask for a new one.
        </Message>
      )}
    </>
  );
}
