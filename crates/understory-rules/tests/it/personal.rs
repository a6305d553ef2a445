use understory_rules::personal::{Kind, find};

fn kinds(text: &str) -> Vec<(Kind, &str)> {
    find(text).into_iter().map(|one| (one.kind, &text[one.place])).collect()
}

#[test]
fn telephone_numbers_are_found_as_people_write_them() {
    for number in [
        "+49 171 1234567",
        "+49 (0)171 / 123 45 67",
        "0049 30 901820",
        "0171 1234567",
        "0171/1234567",
        "030/1234567",
        "(030) 1234567",
        "0171-1234567",
        "+33 6 12 34 56 78",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "0612345678",
        "+34 612 345 678",
        "612 34 56 78",
        "+44 20 7946 0958",
        "020 7946 0958",
        "07700 900123",
        "(01632) 960123",
        "+1 212-555-0123",
        "(212) 555-0123",
        "212-555-0123",
        "+20 100 123 4567",
        "0501234567",
        "+966 50 123 4567",
        "\u{660}\u{661}\u{660}\u{661}\u{662}\u{663}\u{664}\u{665}\u{666}\u{667}\u{668}",
        "+４９ １７１ １２３４５６７",
        "+81(0)468-59-2829",
    ] {
        let text = format!("Wohnt nebenan, {number} (abends)");
        assert_eq!(kinds(&text), [(Kind::Phone, number)], "{number}");
    }
    for (text, number) in [
        ("llámame al 612345678 hoy", "612345678"),
        ("Tel.: 612 345 678", "612 345 678"),
        ("call me 5550123", "5550123"),
        ("هاتف 5012345678", "5012345678"),
    ] {
        assert_eq!(kinds(text), [(Kind::Phone, number)], "{text}");
    }
}

#[test]
fn other_numbers_are_none() {
    for text in [
        "In 2019 and 2026, from 1914-1918 and 1939–1945, 1990/91",
        "They won 3-1, 21:19, 6-4 6-3 7-5 and 102-98",
        "It cost 1.234.567,89 € or $1,234,567.89 or 12 345 678 Fr. or £600 000 000",
        "612 345 678 people, 650 000 000 euros, 7,800,000,000 humans, 83.149.300 Einwohner",
        "on 01.02.2026, 2026-11-27, 01/02/2026, 01-02-2026 12:30, 2026-11-27T12:10:00Z",
        "ISBN 978-3-16-148410-0, ISBN 3-16-148410-X, ISBN-10: 0231130104, ISSN 0317-8471",
        "0.123456789 and 3.14159265358979 and 1e10 and 0,333333333",
        "see https://paper.example/2026/11/27/0612345678?id=4111111111111111 and www.paper.example/0171-1234567",
        "Article 12345678, § 1234 Abs. 5, Az. 3 StR 123/04, RFC 2822, CVE-2021-44228",
        "40 % of 1,000, 100 000 000, 99.99 %, 1:100000, -0123456789012345678901234567890",
        "from 08:00-12:00, 24/7, 9/11, 50/50, 4x4, 16-18 year olds",
        "the numbers 0000000000 and 1111111111 and 1000000000",
        "If you think of harming yourself: 1-800-273-8255, 0800 1110111 or 116 123; in Spain 900 123 456",
        "192.168.100.200, 10.0.0.1:8080, version 10.15.7",
        "account #0612345678, order 0612345678, bug 0612345678",
        "zip 10115 Berlin, 75001 Paris, 28013 Madrid, SW1A 1AA",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn addresses_of_mail_are_found() {
    assert_eq!(kinds("Write to Ana.B+x@paper.example!"), [(Kind::Email, "Ana.B+x@paper.example")]);
    assert_eq!(kinds("(mailto:a@b.co.uk)."), [(Kind::Email, "a@b.co.uk")]);
    for text in ["@ana and @ben.c", "a@b", "meet @ 8.30", "ana@", "Die@welt....was"] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn cards_and_accounts_need_their_check_digits() {
    for card in
        ["4111 1111 1111 1111", "5555555555554444", "3782-822463-10005", "6011 1111 1111 1117", "30569309025904"]
    {
        assert_eq!(kinds(&format!("mine is {card}, use it")), [(Kind::Card, card)], "{card}");
    }
    for text in [
        "4111 1111 1111 1112",
        "1234 5678 9012 3452",
        "0000 0000 0000 0000",
        "4111-1111 11111111",
        "id 94111111111111111",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
    for account in [
        "DE89 3704 0044 0532 0130 00",
        "DE89370400440532013000",
        "FR14 2004 1010 0505 0001 3M02 606",
        "ES9121000418450200051332",
        "GB29 NWBK 6016 1331 9268 19",
        "SA0380000000608010167519",
    ] {
        assert_eq!(kinds(&format!("pay {account} now")), [(Kind::Account, account)], "{account}");
    }
    for text in ["DE88 3704 0044 0532 0130 00", "XX89 3704 0044 0532 0130 00", "DE89 3704 0044"] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn identity_numbers_need_their_check_digits() {
    for number in [
        "12345678Z",
        "12.345.678-Z",
        "X1234567L",
        "1 84 12 76 451 089 46",
        "184127645108946",
        "86095742719",
        "219-09-9998",
    ] {
        assert_eq!(kinds(&format!("her number: {number}.")), [(Kind::Identity, number)], "{number}");
    }
    for text in [
        "12345678A",
        "X1234567A",
        "184127645108947",
        "86095742710",
        "12345678901",
        "000-12-3456",
        "666-12-3456",
        "987-65-4321",
        "123-45-0000",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn streets_with_house_numbers_are_found_in_five_languages() {
    for street in [
        "221b Baker Street",
        "12 Old Mill Lane",
        "1303 San Jacinto St.",
        "Hauptstraße 12",
        "Viktoriastr. 12a",
        "Berliner Straße 4",
        "Kurfürstenallee 1",
        "12 rue de la Paix",
        "3 bis, avenue Foch",
        "8 boulevard Saint-Michel",
        "Calle Mayor 5",
        "C/ de Alcalá, 12",
        "avda. de América n.º 3",
        "شارع الملك فهد 12",
        "12 شارع الملك",
    ] {
        let text = format!("lives at {street}");
        assert_eq!(kinds(&text), [(Kind::Street, street)], "{street}");
    }
    for text in [
        "In 2019 High Street shops closed; Wall Street fell 300 points",
        "an der Bundesstraße 5, auf der Landstraße 12, Parkplatz 3, Arbeitsplatz 4, Tabellenplatz 5",
        "Mechanical Engineering 101, Hearing 20, Terrorist Ring 10",
        "Heiligendamm 2007, Umweg 3",
        "il y a 3 rues plus loin, 10 avenues",
        "la calle 5 veces, en la calle Mayor 2019",
        "5th Street, the Street 5",
        "2 Supreme Court justices",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn several_are_told_in_the_order_of_the_text() {
    let text = "Ana, Hauptstraße 12, 0171 1234567, ana@paper.example, DE89370400440532013000";
    let found: Vec<Kind> = kinds(text).into_iter().map(|one| one.0).collect();
    assert_eq!(found, [Kind::Street, Kind::Phone, Kind::Email, Kind::Account]);
}
