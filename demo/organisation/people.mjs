import { cast, company, departments, family, given } from "./names.mjs";
import { seeded } from "./random.mjs";

const day = 24 * 3600 * 1000;
/** how many people in all, the cast included; about a ninth of them have left within the year */
const size = 300;

/**
 * The organisation on the given day: { teams: [{ key, name, department }], people: [person] }. The same for the same day.
 * A person: { key, userName, email, given, family, displayName, title, department, team, manager, joined, left } with dates or null.
 */
export function organisation(today) {
  const random = seeded(20260101);
  const teams = Object.entries(departments).flatMap(([department, names]) => names.map((name) => ({ key: slug(name), name, department })));
  const people = cast.map((member) => ({
    ...base(
      member.given,
      member.family,
      teams.find((team) => team.name === member.team),
    ),
    key: member.key,
    title: member.title,
    roles: member.roles,
    group: member.group ?? null,
    joined: new Date(today.getTime() - (500 + random.below(900)) * day),
    left: member.leftDaysAgo ? new Date(today.getTime() - member.leftDaysAgo * day) : null,
  }));
  const taken = new Set(people.map((person) => person.userName));
  while (people.length < size) {
    const person = base(random.pick(given), random.pick(family), random.pick(teams));
    if (taken.has(person.userName)) continue;
    taken.add(person.userName);
    const joined = 30 + random.below(2000);
    const left = random.chance(0.115) ? random.below(Math.min(joined, 365)) : null;
    people.push({
      ...person,
      key: person.userName,
      title: random.pick(["Engineer", "Senior engineer", "Staff engineer", "Analyst", "Product manager", "Specialist", "Coordinator", "Designer"]),
      roles: [],
      group: null,
      joined: new Date(today.getTime() - joined * day),
      left: left === null ? null : new Date(today.getTime() - left * day),
    });
  }
  for (const team of teams) {
    const lead = people.find((person) => person.team === team.key && !person.left);
    for (const person of people) if (person.team === team.key) person.manager = person === lead ? null : (lead?.userName ?? null);
  }
  return { company, teams, people };
}

function base(givenName, familyName, team) {
  const userName = `${slug(givenName)}.${slug(familyName)}`;
  return {
    userName,
    email: `${userName}@${company.domain}`,
    given: givenName,
    family: familyName,
    displayName: `${givenName} ${familyName}`,
    department: team.department,
    team: team.key,
    manager: null,
  };
}

/** lower case ASCII with hyphens */
export function slug(text) {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ø", "o")
    .replaceAll("ı", "i")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
