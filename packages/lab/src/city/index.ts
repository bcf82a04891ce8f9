export { type CityYear, cityCase, cityCaseNumber } from './cases.ts';
export { CITY_MATTERS, CITY_SIZE, listLineOf, templateOf } from './matters.ts';
export { MOULDS } from './moulds.ts';
export { cityOrder } from './order.ts';
export { type CityPerson, type CityPost, cityPeople, cityPosts } from './people.ts';
