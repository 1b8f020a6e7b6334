"use client";

import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "./button";

/** The button that sends the form around it; busy while the form is on its way. */
export function SubmitButton({ variant = "primary", ...rest }: Omit<ButtonProps, "type" | "busy">) {
  const { pending } = useFormStatus();
  return <Button {...rest} variant={variant} type="submit" busy={pending} />;
}
