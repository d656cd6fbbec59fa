import { type ReactNode, useId } from "react";
import { Button } from "../../ui/button.tsx";
import { Field, inputClasses } from "../../ui/field.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { SearchForm } from "../../ui/search-form.tsx";
import { eventNameOptions } from "../event-text.ts";
import type { EventQuery } from "./event-query.ts";

export function EventSearch({ query }: { query: EventQuery }): ReactNode {
  const isFiltered = Object.values(query).some(Boolean);
  return (
    <SearchForm
      action="/admin/events"
      query={JSON.stringify(query)}
      className="grid items-end gap-3 sm:grid-cols-[1fr_1fr_auto_auto]"
    >
      <EventNameField name={query.name} />
      <Field
        label="Account"
        name="account"
        type="search"
        placeholder="name@example.com"
        defaultValue={query.account}
      />
      <Field label="From" name="from" type="date" defaultValue={query.from} />
      <Field label="Until" name="until" type="date" defaultValue={query.until} />
      <div className="flex sm:col-span-full gap-3">
        <Button>Filter</Button>
        {isFiltered && (
          <LinkButton href="/admin/events" look="quiet">
            Show all
          </LinkButton>
        )}
      </div>
    </SearchForm>
  );
}

function EventNameField({ name }: Pick<EventQuery, "name">): ReactNode {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        Event
      </label>
      {/* React leaves the choice of a select as it is when only its default changes. */}
      <select key={name} id={id} name="name" defaultValue={name ?? ""} className={inputClasses}>
        <option value="">All</option>
        {eventNameOptions.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
