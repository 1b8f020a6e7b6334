"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

/** A link whose page is asked for once the pointer or the focus is on it, not as soon as it is in sight. */
export function NearLink(props: Omit<ComponentProps<typeof Link>, "prefetch" | "onMouseEnter" | "onFocus">) {
  const [near, setNear] = useState(false);
  return <Link {...props} prefetch={near ? null : false} onMouseEnter={() => setNear(true)} onFocus={() => setNear(true)} />;
}
