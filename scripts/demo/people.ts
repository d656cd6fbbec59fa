export interface Person {
  name: string;
  email: string;
}

/** Everybody in the demo has this password. */
export const demoPassword = "sunny harbour lights";

const named = (name: string, local: string): Person => ({ name, email: `${local}@example.com` });

export const ada = named("Ada Lindqvist", "ada");
export const sam = named("Sam Okafor", "sam");

/** In the order in which they got their accounts. */
export const others: Person[] = [
  named("Aaliyah Johnson", "aaliyah.johnson"),
  named("Aino Virtanen", "aino.virtanen"),
  named("Amara Nwosu", "amara.nwosu"),
  named("Anders Holm", "anders.holm"),
  named("Anjali Deshpande", "anjali.deshpande"),
  named("Antoine Lefèvre", "antoine.lefevre"),
  named("Aroha Ngata", "aroha.ngata"),
  named("Beatriz Carvalho", "beatriz.carvalho"),
  named("Bence Szabó", "bence.szabo"),
  named("Camila Rojas", "camila.rojas"),
  named("Chidi Eze", "chidi.eze"),
  named("Chloé Tremblay", "chloe.tremblay"),
  named("Đặng Minh Anh", "minhanh.dang"),
  named("Daniel O’Sullivan", "daniel.osullivan"),
  named("Elif Yıldız", "elif.yildiz"),
  named("Emeka Obi", "emeka.obi"),
  named("Esther Goldberg", "esther.goldberg"),
  named("Farid Haddad", "farid.haddad"),
  named("Fatima Zahra Benali", "fatima.benali"),
  named("Giulia Romano", "giulia.romano"),
  named("Grace Mwangi", "grace.mwangi"),
  named("Hana Nováková", "hana.novakova"),
  named("Haruto Tanaka", "haruto.tanaka"),
  named("Ibrahim Diallo", "ibrahim.diallo"),
  named("Inês Almeida", "ines.almeida"),
  named("Isabel Fernández", "isabel.fernandez"),
  named("Jakub Kowalczyk", "jakub.kowalczyk"),
  named("Jonas Bergström", "jonas.bergstrom"),
  named("Kateryna Shevchuk", "kateryna.shevchuk"),
  named("Keoni Kealoha", "keoni.kealoha"),
  named("Kim Seo-yeon", "seoyeon.kim"),
  named("Lars van Dijk", "lars.vandijk"),
  named("Leila Hosseini", "leila.hosseini"),
  named("Li Wei", "wei.li"),
  named("Lucía Navarro", "lucia.navarro"),
  named("Malik Robinson", "malik.robinson"),
  named("Marija Petrović", "marija.petrovic"),
  named("Mateo García", "mateo.garcia"),
  named("Mei-Ling Chen", "meiling.chen"),
  named("Mohammed Al-Farsi", "mohammed.alfarsi"),
  named("Nadia Rahman", "nadia.rahman"),
  named("Ngozi Adeyemi", "ngozi.adeyemi"),
  named("Niamh Byrne", "niamh.byrne"),
  named("Nikos Papadakis", "nikos.papadakis"),
  named("Oleksandr Bondar", "oleksandr.bondar"),
  named("Olivia Smith", "olivia.smith"),
  named("Priya Raman", "priya.raman"),
  named("Rania Khoury", "rania.khoury"),
  named("Rasmus Kjær", "rasmus.kjaer"),
  named("Sione Taufa", "sione.taufa"),
  named("Sofia Lindgren", "sofia.lindgren"),
  named("Tamar Beridze", "tamar.beridze"),
  named("Thandiwe Dlamini", "thandiwe.dlamini"),
  named("Tomás Silva", "tomas.silva"),
  named("Viktor Ivanov", "viktor.ivanov"),
  named("William Clarke", "william.clarke"),
  named("Yusuf Demir", "yusuf.demir"),
  named("Zoë Müller", "zoe.muller"),
];

/** One of the others, by the part of the address before the sign. */
export function other(local: string): Person {
  const found = others.find(({ email }) => email.startsWith(`${local}@`));
  if (!found) throw new RangeError(`There is nobody called ${local}.`);
  return found;
}
