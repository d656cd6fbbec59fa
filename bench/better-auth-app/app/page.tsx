export default function Page() {
  return <p>Better Auth, to be measured.</p>;
}
