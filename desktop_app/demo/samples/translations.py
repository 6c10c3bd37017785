"""The texts of the sample data in the six languages that SuperOffice ships."""

from __future__ import annotations

# Resource id without its brackets -> language -> text. The first three ids, SR_MANDATORY_FIELD_*
# in general, appear in captures of real servers; the texts are this project's own. For a
# mandatory field the text is the label of the field, not a sentence, as on a real server.
RESOURCES: dict[str, dict[str, str]] = {
    "SR_ACCESS_ASSOCCONT_DELETE": {
        "en": "You may change this only partly: it belongs to another department.",
        "nb": "Du kan bare endre deler av dette: det tilhører en annen avdeling.",
        "sv": "Du kan bara ändra delar av detta: det tillhör en annan avdelning.",
        "da": "Du kan kun ændre dele af dette: det tilhører en anden afdeling.",
        "de": "Sie können dies nur teilweise ändern: Es gehört zu einer anderen Abteilung.",
        "nl": "U kunt dit slechts gedeeltelijk wijzigen: het hoort bij een andere afdeling.",
    },
    "SR_ACCESS_FIELD_R_DB": {
        "en": "This field can be read only.",
        "nb": "Dette feltet kan bare leses.",
        "sv": "Det här fältet är skrivskyddat.",
        "da": "Dette felt kan kun læses.",
        "de": "Dieses Feld ist schreibgeschützt.",
        "nl": "Dit veld is alleen-lezen.",
    },
    "SR_ACCESS_MANDATORY": {
        "en": "This field must have a value.",
        "nb": "Dette feltet må ha en verdi.",
        "sv": "Det här fältet måste ha ett värde.",
        "da": "Dette felt skal have en værdi.",
        "de": "Dieses Feld muss einen Wert haben.",
        "nl": "Dit veld moet een waarde hebben.",
    },
    "SR_MANDATORY_FIELD_2711": {
        "en": "Address",
        "nb": "Adresse",
        "sv": "Adress",
        "da": "Adresse",
        "de": "Adresse",
        "nl": "Adres",
    },
    "SR_MANDATORY_FIELD_2712": {
        "en": "Email server",
        "nb": "E-postserver",
        "sv": "E-postserver",
        "da": "E-mailserver",
        "de": "E-Mail-Server",
        "nl": "E-mailserver",
    },
    "SR_MANDATORY_FIELD_2713": {
        "en": "Port",
        "nb": "Port",
        "sv": "Port",
        "da": "Port",
        "de": "Port",
        "nl": "Poort",
    },
    "SR_ACCESS_MAILBOX_READONLY": {
        "en": "This mailbox is run by head office and can be read only.",
        "nb": "Denne postboksen driftes av hovedkontoret og kan bare leses.",
        "sv": "Den här brevlådan sköts av huvudkontoret och kan bara läsas.",
        "da": "Denne postkasse drives af hovedkontoret og kan kun læses.",
        "de": "Dieses Postfach wird von der Zentrale betrieben und ist schreibgeschützt.",
        "nl": "Deze mailbox wordt beheerd door het hoofdkantoor en is alleen-lezen.",
    },
    "SR_ACCESS_MAILBOX_NONE": {
        "en": "You have no access to this mailbox.",
        "nb": "Du har ikke tilgang til denne postboksen.",
        "sv": "Du har inte åtkomst till den här brevlådan.",
        "da": "Du har ikke adgang til denne postkasse.",
        "de": "Sie haben keinen Zugriff auf dieses Postfach.",
        "nl": "U hebt geen toegang tot deze mailbox.",
    },
    "SR_ACCESS_MAILBOX_INSERT": {
        "en": "You may not create mailboxes.",
        "nb": "Du kan ikke opprette postbokser.",
        "sv": "Du får inte skapa brevlådor.",
        "da": "Du må ikke oprette postkasser.",
        "de": "Sie dürfen keine Postfächer anlegen.",
        "nl": "U mag geen mailboxen aanmaken.",
    },
    "SR_ACCESS_MAILBOX_POLICY": {
        "en": "Set by company policy; ask the mail team.",
        "nb": "Satt av firmaets regler; spør e-postteamet.",
        "sv": "Styrs av företagets policy; fråga e-postteamet.",
        "da": "Bestemt af virksomhedens politik; spørg mailteamet.",
        "de": "Durch Firmenrichtlinie festgelegt; fragen Sie das Mail-Team.",
        "nl": "Vastgelegd in bedrijfsbeleid; vraag het mailteam.",
    },
}

# Category and priority names as they are stored: multi-language strings, and plain ones too.
CATEGORIES = (
    'NO:"Kundeservice";US:"Customer service";SW:"Kundtjänst";DA:"Kundeservice";'
    'GE:"Kundendienst";NL:"Klantenservice"',
    'NO:"Salg";US:"Sales";SW:"Försäljning";DA:"Salg";GE:"Vertrieb";NL:"Verkoop"',
    'NO:"Faktura";US:"Invoices";SW:"Fakturor";DA:"Faktura";GE:"Rechnungen";NL:"Facturen"',
    'NO:"Retur og reklamasjon";US:"Returns and claims";SW:"Returer och reklamationer";'
    'DA:"Retur og reklamation";GE:"Rückgabe und Reklamation";NL:"Retouren en klachten"',
    'NO:"Teknisk støtte";US:"Technical support";SW:"Teknisk support";DA:"Teknisk support";'
    'GE:"Technischer Support";NL:"Technische ondersteuning"',
    'US:"Press";GE:"Presse"',
    "Webshop",
    "",
)
PRIORITIES = (
    'NO:"Normal";US:"Normal";SW:"Normal";DA:"Normal";GE:"Normal";NL:"Normaal"',
    'NO:"Høy";US:"High";SW:"Hög";DA:"Høj";GE:"Hoch";NL:"Hoog"',
    'NO:"Lav";US:"Low";SW:"Låg";DA:"Lav";GE:"Niedrig";NL:"Laag"',
    'NO:"Haster";US:"Urgent";SW:"Brådskande";DA:"Haster";GE:"Dringend";NL:"Spoed"',
)
