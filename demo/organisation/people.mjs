import { cast, company, departments, family, given, titles } from "./names.mjs";
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
    // before the first token that the story says they made
    joined: new Date(today.getTime() - (520 + random.below(900)) * day),
    left: member.leftDaysAgo ? new Date(today.getTime() - member.leftDaysAgo * day) : null,
  }));
  const taken = new Set(people.map((person) => person.userName));
  while (people.length < size) {
    const person = base(random.pick(given), random.pick(family), random.pick(teams));
    if (taken.has(person.userName)) continue;
    taken.add(person.userName);
    const joined = 30 + random.below(2000);
    // whoever left had been here for a month at least
    const left = random.chance(0.115) && joined > 60 ? 1 + random.below(Math.min(joined - 30, 364)) : null;
    people.push({
      ...person,
      key: person.userName,
      title: random.pick(titles[person.department] ?? titles.others),
      roles: [],
      group: null,
      joined: new Date(today.getTime() - joined * day),
      left: left === null ? null : new Date(today.getTime() - left * day),
    });
  }
  for (const team of teams) {
    const lead = leadOf(people.filter((person) => person.team === team.key && !person.left));
    for (const person of people) if (person.team === team.key) person.manager = person === lead ? null : (lead?.userName ?? null);
  }
  return { company, teams, people };
}

/** Whoever of the story leads by title, else who has been here longest and is not of the story; gets the title of it. */
function leadOf(members) {
  const told = members.find((person) => /lead$|manager$/.test(person.title) && person.roles.length > 0);
  if (told) return told;
  const [longest] = members.filter((person) => person.key === person.userName).sort((a, b) => a.joined - b.joined);
  if (longest) longest.title = "Team lead";
  return longest;
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
