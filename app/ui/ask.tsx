import type { Route } from "next";
import Form from "next/form";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import type { ButtonLook } from "./button-classes.ts";

/** A button that only opens the question `?confirm=…` on the same page; it changes nothing by itself. */
export function Ask({
  page,
  question,
  look = "plain",
  children,
}: {
  page: Route;
  question: string;
  look?: ButtonLook;
  children: ReactNode;
}): ReactNode {
  return (
    <Form action={page} scroll={false}>
      <input type="hidden" name="confirm" value={question} />
      <Button look={look} wide>
        {children}
      </Button>
    </Form>
  );
}
