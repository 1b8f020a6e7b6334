"use client";

import type { MenuPart } from "../ui/lazy-menu";
import { Menu, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "../ui/menu";
import type { WhoMenuProps } from "./who-menu";

/** What the menu of who is signed in offers. */
export function WhoMenuItems({ id, name, roles, signOut, ...menu }: MenuPart<WhoMenuProps>) {
  return (
    <Menu {...menu}>
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
