"use client";

import { type ReactNode, useActionState } from "react";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { changeName } from "./actions.ts";

export function NameForm({ name }: { name: string }): ReactNode {
  const [state, action] = useActionState(changeName, null);
  return (
    <form action={action} className="grid max-w-md gap-4">
      <div role="status" className="empty:hidden">
        {state?.done && <Notice tone="done">{state.done}</Notice>}
      </div>
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={state?.name ?? name}
        problem={state?.problem}
      />
      <div>
        <Button>Save name</Button>
      </div>
    </form>
  );
}
