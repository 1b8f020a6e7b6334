"use client";

import { initials } from "@/lib/core/format";
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "../ui/menu";

export interface WhoMenuProps {
  id: string;
  name: string;
  /** in words */
  roles: readonly string[];
  signOut: (everywhere: boolean) => Promise<void>;
}

/** Who is signed in, as what, and the way out. */
export function WhoMenu({ id, name, roles, signOut }: WhoMenuProps) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Signed in as ${name}`}
          className="inline-flex size-7 flex-none items-center justify-center rounded-full bg-people-soft text-[11px] font-[600] text-people hover:ring-1 hover:ring-people"
        >
          {initials(name)}
        </button>
      }
    >
      <MenuLabel>
        <span className="block text-[13px] font-[550] text-ink">{name}</span>
        {roles.length > 0 ? roles.join(", ") : "no roles yet"}
      </MenuLabel>
      <MenuSeparator />
      <MenuLink href={`/people/${id}`}>My page</MenuLink>
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut(false)}>Sign out</MenuItem>
      <MenuItem onSelect={() => void signOut(true)}>Sign out everywhere</MenuItem>
    </Menu>
  );
}
