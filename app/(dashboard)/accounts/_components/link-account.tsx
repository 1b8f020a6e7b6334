"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const LinkDialog = dynamic(() => import("./link-dialog").then((file) => file.LinkDialog), { loading: () => null });

interface Props {
  accountId: string;
  /** name of the account, with its connection */
  account: string;
  linkedTo: { id: string; name: string } | null;
}

/** Asks whose an account is, or who answers for it. */
export function LinkAccount({ accountId, account, linkedTo }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {linkedTo ? "Link to somebody else" : "Link to a person"}
      </Button>
      {open && <LinkDialog accountId={accountId} account={account} linkedTo={linkedTo} onClose={() => setOpen(false)} />}
    </>
  );
}
