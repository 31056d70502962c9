"""The words of the pet shop: places, people's names and the catalogue. Every name here is invented."""

from __future__ import annotations

from typing import NamedTuple


class CountryWords(NamedTuple):
    code: str
    name: str
    region: str
    customers: int
    """How many customers live there."""
    first_names: str
    last_names: str
    """Names are parted by blanks; an underscore is a blank within a name."""


class StoreWords(NamedTuple):
    name: str
    city: str
    country_code: str
    opened_on: str
    serves: tuple[str, ...]
    """Country codes of the orders and appointments that the store takes."""
    share: int
    """The store's weight among the stores that serve the same country."""


class ProductLine(NamedTuple):
    """One article in several versions: its products are `species` x `versions`, or one for all species."""

    name: str
    """May hold {species} and {version}; without {species}, one product is made for all species together."""
    category: str
    cents: int
    popularity: float
    species: tuple[str, ...]
    versions: tuple[tuple[str, float], ...] = (("", 1.0),)
    """Each version's wording and its price as a multiple of `cents`."""
    months: tuple[int, ...] = tuple(range(1, 13))
    """The months in which it is sold."""
    discontinued: bool = False


NO_ORDERS_FROM = "SE"

COUNTRIES = (
    CountryWords(
        "FR",
        "France",
        "Western Europe",
        310,
        "Amélie Antoine Béatrice Benoît Camille Cécile Chloé Étienne Fabien François Gaëlle Hélène Inès "
        "Julien Léa Lucie Margaux Mathieu Noémie Olivier Pauline Rémi Sylvie Thibault",
        "Aubert Barbier Blanchard Carpentier Chevalier D'Aubigné Delacroix Dufour Fournier Gauthier Girard "
        "Guérin Jacquet Lacroix L'Hermitte Lefèvre Marchand Mercier Perrot Picard Rousselle Tessier Vasseur",
    ),
    CountryWords(
        "DE",
        "Germany",
        "Western Europe",
        215,
        "Anke Bernd Birgit Dieter Elke Florian Greta Hannes Ilse Jörg Jürgen Katrin Lukas Marlene Moritz "
        "Nele Ralf Sabine Tobias Ulrike",
        "Albrecht Böhm Brandt Dietrich Engel Förster Günther Hartmann Jäger Keller Krämer Lindner Möller "
        "Pfeiffer Reinhardt Schäfer Seidel Vogel Winkler Zimmermann",
    ),
    CountryWords(
        "GB",
        "United Kingdom",
        "British Isles",
        225,
        "Alice Arthur Charlotte Daniel Edith Emma Freddie George Harriet Imogen Jack Louise Martha Nigel "
        "Oliver Priya Rupert Samuel Tessa William",
        "Abbott Barnes Bexley Clarke Davies Ellison Fairchild Greenwood Holloway Hughes Kapoor Lockhart "
        "Marsden O'Connor Pemberton Radcliffe Shaw Thornton Whitaker Yates",
    ),
    CountryWords(
        "NL",
        "Netherlands",
        "Western Europe",
        100,
        "Anouk Bram Daan Esmée Femke Gijs Jeroen Lotte Maarten Renée Sanne Tijmen Wouter",
        "Bakker Dekker Dijkstra Hendriks Kuiper Mulder Postma Smit Van_'t_Hoff Verbeek Visser Zwart",
    ),
    CountryWords(
        "ES",
        "Spain",
        "Southern Europe",
        95,
        "Álvaro Begoña Carmen Diego Elena Íñigo Jesús Lucía Marta Nuria Óscar Pilar Rocío",
        "Aguilar Benítez Cabrera Domínguez Fuentes Ibáñez Márquez Núñez Ortega Peña Salas Vidal",
    ),
    CountryWords(
        "IT",
        "Italy",
        "Southern Europe",
        85,
        "Alessia Bruno Chiara Dario Elisabetta Fabio Giulia Lorenzo Marco Niccolò Paola Silvia",
        "Barbieri Caputo D'Angelo Dell'Orto Ferri Galli Lombardi Marchetti Pellegrini Rinaldi Sartori Vitale",
    ),
    CountryWords(
        "IE",
        "Ireland",
        "British Isles",
        75,
        "Aoife Brendan Ciarán Deirdre Eoin Fionnuala Gráinne Máire Niall Orla Pádraig Róisín",
        "Brennan Byrne Doyle Fitzgerald Kavanagh MacNamara Nolan O'Brien O'Malley O'Sullivan Quinn Walsh",
    ),
    CountryWords(
        "BE",
        "Belgium",
        "Western Europe",
        50,
        "Anneleen Baptiste Céline Dirk Elise Geert Joëlle Koen Manon Stijn",
        "Claes De_Smet Goossens Jacobs Lambrecht Maes Peeters Renard Wouters",
    ),
    CountryWords(
        "PT",
        "Portugal",
        "Southern Europe",
        35,
        "Beatriz Catarina Duarte Inês João Leonor Mafalda Rui Tomás",
        "Almeida Carvalho Esteves Gonçalves Magalhães Pereira Simões Teixeira",
    ),
    CountryWords(
        "SE",
        "Sweden",
        "Northern Europe",
        10,
        "Åsa Björn Ebba Gunnar Maja Sören",
        "Ekström Hagberg Lindqvist Nyström Sjöberg",
    ),
)

STORES = (
    StoreWords("Maple Street Pets", "London", "GB", "2009-04-18", ("GB",), 8),
    StoreWords("Chez Félix", "Paris", "FR", "2010-09-03", ("FR",), 5),
    StoreWords("Pfotenglück", "Köln", "DE", "2012-03-10", ("DE",), 6),
    StoreWords("O'Malley's Ark", "Dublin", "IE", "2013-05-25", ("IE",), 1),
    StoreWords("L'Arche de Montmartre", "Paris", "FR", "2014-02-08", ("FR",), 3),
    StoreWords("De Vrolijke Hond", "Utrecht", "NL", "2015-10-17", ("NL", "BE"), 1),
    StoreWords("El Rincón Animal", "Seville", "ES", "2016-06-11", ("ES", "PT"), 1),
    StoreWords("Tierhaus Spree", "Berlin", "DE", "2017-11-04", ("DE",), 4),
    StoreWords("La Cuccia", "Bologna", "IT", "2019-01-26", ("IT",), 1),
    StoreWords("Patte de Velours", "Lyon", "FR", "2021-05-15", ("FR", "BE"), 3),
    StoreWords("Thames Tails", "London", "GB", "2022-08-20", ("GB",), 3),
    StoreWords("Casa dos Bichos", "Porto", "PT", "2025-03-08", ("PT",), 4),
)

# Each species with its weight among the customers' pets.
SPECIES = {
    "Dog": 40,
    "Cat": 34,
    "Rabbit": 9,
    "Guinea pig": 6,
    "Hamster": 4,
    "Budgie": 3,
    "Tortoise": 2,
    "Ferret": 1,
    "Goldfish": 2,
}

_BAGS = (("1 kg", 1.0), ("4 kg", 3.2), ("10 kg", 7.0))
_SIZES = (("small", 1.0), ("medium", 1.4), ("large", 1.9))
_TANKS = (("60 l", 1.0), ("120 l", 1.7))
_RODENTS = ("Rabbit", "Guinea pig", "Hamster")
_FURRY = ("Dog", "Cat", "Rabbit", "Guinea pig", "Ferret")

CATALOGUE = (
    ProductLine("{species} dry food {version}", "Food", 690, 9, ("Dog", "Cat"), _BAGS),
    ProductLine("Puppy food {version}", "Food", 790, 4, ("Dog",), _BAGS),
    ProductLine("{species} grain-free food {version}", "food", 940, 4, ("Dog", "Cat"), _BAGS[:2]),
    ProductLine("{species} pellets {version}", "Food", 480, 4, (*_RODENTS, "Tortoise"), _BAGS[:2]),
    ProductLine("{species} seed mix 1 kg", "Food", 410, 3, ("Budgie", "Hamster")),
    ProductLine("{species} flakes 200 g", "food", 395, 4, ("Goldfish",)),
    ProductLine("Meadow hay {version}", "Food", 520, 6, _RODENTS, _BAGS[:2]),
    ProductLine("Baker's dog biscuits", "Treats", 449, 9, ("Dog",)),
    ProductLine("Crème de saumon paste", "Treats", 529, 5, ("Cat",)),
    ProductLine("Salmon bites", "Treats", 385, 8, ("Dog", "Cat")),
    ProductLine("Dental chews {version}", "treats", 610, 6, ("Dog",), _SIZES),
    ProductLine("Dried apple rings", "Treats", 345, 3, (*_RODENTS, "Tortoise")),
    ProductLine("Millet spray", "treats", 275, 3, ("Budgie", "Hamster")),
    ProductLine("Christmas stocking for {species}s", "Treats", 990, 14, ("Dog", "Cat"), months=(11, 12)),
    ProductLine("Rope toy {version}", "Toys", 720, 5, ("Dog",), _SIZES[:2]),
    ProductLine("Squeaky hedgehog", "Toys", 895, 6, ("Dog",)),
    ProductLine("Feather wand", "Toys", 640, 7, ("Cat",)),
    ProductLine("Catnip mouse", "toys", 450, 8, ("Cat",)),
    ProductLine("Willow tunnel", "Toys", 1450, 2, (*_RODENTS, "Ferret")),
    ProductLine("Exercise wheel {version}", "Toys", 1290, 2, ("Hamster",), _SIZES[:2]),
    ProductLine("Mirror with bell", "Toys", 560, 1, ("Budgie",)),
    ProductLine("Laser pointer", "Toys", 990, 3, ("Cat",), discontinued=True),
    ProductLine("{species} bed {version}", "Beds", 2990, 3, ("Dog", "Cat"), _SIZES),
    ProductLine("Orthopaedic dog mattress {version}", "Beds", 7900, 1.5, ("Dog",), _SIZES),
    ProductLine("Radiator hammock", "beds", 2450, 2, ("Cat",)),
    ProductLine("Ferret hammock", "Beds", 1850, 0, ("Ferret",)),
    ProductLine("Cat's castle scratching tree {version}", "Furniture", 5900, 2, ("Cat",), _SIZES),
    ProductLine("Scratching post", "Furniture", 2790, 4, ("Cat",)),
    ProductLine("{species} hutch", "Furniture", 11900, 0.4, ("Rabbit", "Guinea pig")),
    ProductLine("Bird cage {version}", "Furniture", 6400, 0.4, ("Budgie",), _SIZES[:2]),
    ProductLine("Aquarium {version}", "furniture", 8900, 0.25, ("Goldfish",), _TANKS),
    ProductLine("Tortoise table", "Furniture", 14900, 0.25, ("Tortoise",)),
    ProductLine("Heat lamp", "Furniture", 3490, 0.8, ("Tortoise",)),
    ProductLine("Leather collar {version}", "Collars and leads", 1890, 3, ("Dog",), _SIZES),
    ProductLine("Reflective {species} collar", "Collars and leads", 990, 4, ("Dog", "Cat")),
    ProductLine("Walking lead 2 m", "Collars and leads", 1690, 6, ("Dog",)),
    ProductLine("Padded harness {version}", "Collars and leads", 2690, 2, ("Dog",), _SIZES),
    ProductLine("Retractable lead", "collars and leads", 2290, 3, ("Dog",), discontinued=True),
    ProductLine("Soft brush", "Grooming", 890, 1.5, _FURRY),
    ProductLine("Nail clippers", "Grooming", 1150, 1, (*_FURRY, "Budgie")),
    ProductLine("Oat shampoo", "Grooming", 790, 4, ("Dog", "Cat")),
    ProductLine("Detangling comb", "grooming", 1990, 2, ("Dog", "Cat", "Rabbit")),
    ProductLine("Dry shampoo foam", "Grooming", 940, 0, ("Cat", "Ferret")),
    ProductLine(
        "Tick collar for {species}s", "Health", 2190, 7, ("Dog", "Cat"), months=(3, 4, 5, 6, 7, 8, 9)
    ),
    ProductLine("Worming tablets for {species}s", "Health", 1390, 5, ("Dog", "Cat")),
    ProductLine("Joint supplement", "Health", 2890, 2, ("Dog",)),
    ProductLine("Vitamin drops", "health", 1090, 1, (*_RODENTS, "Budgie", "Tortoise")),
    ProductLine("First-aid kit", "Health", 2490, 1, _FURRY),
    ProductLine("Water conditioner", "Health", 750, 1.5, ("Goldfish",)),
    ProductLine("Slow feeder bowl", "Bowls", 1490, 4, ("Dog", "Cat")),
    ProductLine("Steel bowl {version}", "Bowls", 590, 3, ("Dog", "Cat", "Ferret"), _SIZES),
    ProductLine("Drinking fountain", "Bowls", 3990, 2, ("Dog", "Cat")),
    ProductLine("Water bottle for cages", "bowls", 680, 2, _RODENTS),
    ProductLine("Travel crate {version}", "Travel", 3490, 1.5, ("Dog", "Cat"), _SIZES),
    ProductLine("Car seat cover", "Travel", 3290, 1.5, ("Dog",)),
    ProductLine(
        "Rain coat {version}", "Travel", 2590, 1.5, ("Dog",), _SIZES, months=(9, 10, 11, 12, 1, 2, 3)
    ),
    ProductLine("Pet stroller", "Travel", 18900, 0, ("Dog", "Cat")),
    ProductLine("Wood-pellet litter 10 l", "Litter", 860, 5, ("Cat", "Rabbit", "Guinea pig")),
    ProductLine("Clumping litter 15 l", "litter", 1290, 9, ("Cat",)),
    ProductLine("Litter tray with hood", "Litter", 2490, 2, ("Cat",)),
    ProductLine("Gift basket", "Gifts", 2450, 0.3, ()),
    ProductLine("Pet shop tote bag", "Gifts", 850, 0.3, ()),
)
