/** The list stays where it is while a person is open beside it. */
export default function PeopleLayout({ children, panel }: { children: React.ReactNode; panel: React.ReactNode }) {
  return (
    <>
      {children}
      {panel}
    </>
  );
}
