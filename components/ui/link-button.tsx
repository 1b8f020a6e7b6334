import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";

/** A link that looks like a button: it goes somewhere, and a middle click opens it elsewhere. */
export function LinkButton({ variant, size, className, ...rest }: ComponentProps<typeof Link> & { variant?: ButtonVariant; size?: ButtonSize }) {
  return <Link {...rest} className={buttonStyle(variant, size, className)} />;
}
