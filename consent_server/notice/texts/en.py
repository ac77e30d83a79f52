"""English."""

from consent_server.catalog.model import PurposeText
from consent_server.notice.model import DeclarationTexts, PageTexts, RightsTexts, Texts

PURPOSES = {
    "necessary": PurposeText(
        title="Necessary",
        description=(
            "What the site needs to do what you ask of it: keep you logged in, share "
            "the load between servers, remember your language and this choice. The "
            "law asks for no permission here, so it is always on."
        ),
    ),
    "functional": PurposeText(
        title="Extra functions",
        description=(
            "Functions beyond the basics, such as chat, content from other sites "
            "inside our pages, and forms that remember what you typed."
        ),
    ),
    "analytics": PurposeText(
        title="Statistics",
        description=(
            "Measures how the site is used: which pages are visited, how people came "
            "here and what they click. Some services record a single visit step by "
            "step."
        ),
    ),
    "marketing": PurposeText(
        title="Marketing",
        description=(
            "Follows your visits here and on other sites in order to choose "
            "advertisements and to measure their effect."
        ),
    ),
    "scoring": PurposeText(
        title="Scoring of visitors",
        description=(
            "Gives you points for the pages you open, the files you fetch, the forms "
            "you send and how often you return. If you have told us who you are, the "
            "points are linked to your name. Above a threshold, someone from our "
            "sales team may call or write to you."
        ),
    ),
}

PAGE = PageTexts(
    title="Your cookie choices",
    intro=(
        "Here you see what you have chosen, you can change it, and you can see every "
        "choice that was recorded in this browser."
    ),
    current="What applies now",
    service="Service",
    provider="Company",
    country="Country",
    status="Status",
    reason="Why",
    statuses={
        "granted": "Allowed",
        "refused": "Not allowed",
        "undecided": "Not chosen yet",
    },
    reasons={
        "exempt": "Necessary, needs no permission",
        "granted": "You allowed it",
        "refused": "You did not allow it",
        "no_choice_yet": "You have not chosen yet",
        "opt_out_signal": "Your browser objects on your behalf",
        "policy_changed": "The services or texts have changed since you chose",
        "token_unreadable": "The stored choice could not be read",
        "token_forged": "The stored choice is not genuine",
        "token_foreign": "The stored choice belongs to another site",
        "token_expired": "Your choice has expired",
    },
    history="Recorded choices",
    recorded_at="Time",
    action="What you did",
    actions={
        "grant_all": "Accepted all",
        "refuse_all": "Rejected all",
        "custom": "Chose by purpose",
        "grant_services": "Allowed the content of a service",
        "withdraw": "Withdrew all",
        "object": "Objected",
        "signal": "Objection sent by the browser",
        "expire": "Choice expired",
        "import": "Taken over from an earlier system",
    },
    record_id="Number of the record",
    copy="Copy",
    copied="Copied",
    valid_until="Valid until {date}",
    object="Object: {purposes}",
    object_effect=(
        "What you object to stops at once and stays off. Everything else stays as you "
        "chose it."
    ),
    receipt="Receipt",
    no_record="No choice is recorded in this browser.",
    clear="Also clear what this site has stored in my browser",
    clear_effect=(
        "Together with “Withdraw all”. Stored data and cached files go, cookies stay: "
        "you should remain signed in, but unsaved work may be lost."
    ),
    withdraw_all="Withdraw all",
    withdrawal_effect=(
        "Withdrawing stops everything that needs your permission at once and deletes "
        "the cookies that were set on this site. Cookies that another company has set "
        "on its own site can only be deleted there or in your browser. What happened "
        "before you withdraw stays lawful."
    ),
    held="What is held back now",
    nothing_held="Nothing is held back.",
    back="Back to the site",
    problem="This did not work",
    no_page="This page does not exist",
    no_page_detail="The address may be old or mistyped.",
)

RIGHTS = RightsTexts(
    title="Your records",
    everything="Download everything about my choices",
    everything_effect=(
        "One file with every record of this browser, its receipts and what you were "
        "shown."
    ),
    erase="Erase my records",
    erase_effect=(
        "Withdraws all, and removes from our systems which records are yours."
    ),
    erase_title="Erase your records",
    erase_what=(
        "Everything you allowed is withdrawn at once, and the cookies of your choice "
        "are deleted. Within {hours} hours we erase from our systems which records are "
        "yours, and the page and browser they were made with."
    ),
    erase_stays=(
        "The decisions stay without any link to you. The signed ledger keeps an entry "
        "without personal data, so that nobody can remove records unseen. Backups lose "
        "them when they expire."
    ),
    erase_lost=(
        "Afterwards nobody can show you your history or your receipts. If you want to "
        "keep them, download everything first."
    ),
    erase_now="Erase now",
    keep="Keep my records",
    erased_title="Your records will be erased",
    erased=(
        "Everything you allowed is withdrawn. Within {hours} hours your records are "
        "erased from our systems. The ledger keeps an entry without personal data."
    ),
    asked_again=(
        "This browser has no choice any more, so the site will ask you again."
    ),
    in_ledger="In the signed ledger",
    not_in_ledger=("Not yet in the signed ledger: fetch the receipt again in a moment"),
    restricted="Restricted: kept and not used",
    check="Check a receipt",
    check_intro=(
        "A receipt says what was recorded, and shows that the record stands in the "
        "signed ledger. Upload its file, or paste its text."
    ),
    check_file="File of the receipt",
    check_text="Or its text",
    check_button="Check",
    holds="This receipt holds",
    holds_detail=(
        "It says what was recorded, and the record stands in the signed ledger of this "
        "site."
    ),
    incomplete="This receipt is not complete",
    committed_detail=(
        "Its parts fit together, and it has no proof yet that the record is in the "
        "signed ledger. Fetch the receipt again for the whole proof."
    ),
    position="Position in the ledger",
    fails="This receipt does not hold",
    changed_detail=(
        "It says something else than what was signed, or its record is not in the "
        "signed ledger."
    ),
    foreign_detail="It belongs to another ledger, which this site cannot check.",
    malformed_detail=(
        "It is not a receipt, or it is damaged. Nothing can be said about a record."
    ),
    empty_detail=(
        "There was no file and no text. Choose the file of a receipt, or paste its "
        "text."
    ),
    too_large_detail="It is too large to be a receipt.",
    reason="Exact reason (in English)",
    offline=(
        "Here the site checks its own receipt, so you have to trust it. Who checks on "
        "their own computer trusts nobody: with the public key of this ledger, best "
        "from somebody else, and this command."
    ),
    key="Public key of this ledger",
)

DECLARATION = DeclarationTexts(
    title="Cookies on this site",
    intro=(
        "What {controller} and others keep on your device when you visit "
        "this site, and what for. The list is made from the same catalog "
        "that decides what may run."
    ),
    your_choice="Your choice",
    change="Change your choice",
    provider="Company",
    provider_policy="Privacy policy of {provider}",
    role="Role",
    countries="Data are processed in",
    transfer="Outside the EEA",
    stored="What {service} keeps on your device",
    nothing_stored="Keeps nothing on your device by itself.",
    name="Name",
    kind="Kind",
    place="Where",
    life="How long",
    this_site="This site",
    first_party="Cookie",
    third_party="Cookie of another site",
    local="Local storage",
    session="Session storage",
    indexeddb="Database in the browser",
    roles={
        "processor": "Works for us and on our orders only",
        "controller": "Also uses the data for purposes of its own",
        "joint": "Decides together with us",
    },
    transfers={
        "none": "Data stay inside the EEA",
        "adequacy": (
            "Data may go to a country or company with protection that the EU "
            "has found adequate"
        ),
        "scc": "Data may go elsewhere under the standard contract of the EU",
        "unknown": (
            "Whether data leave the EEA, and how they are protected then, is not known"
        ),
    },
    until_closed="Until you close the browser",
    until_tab_closed="Until you close the tab",
    until_deleted="Until you delete it",
    version="Version of this list",
)

TEXTS = Texts(
    language="en",
    direction="ltr",
    title="Your choice about cookies",
    what=(
        "{controller} asks for your permission to store and read information on your "
        "device, for example in cookies. Until you choose, nothing that needs "
        "permission is used."
    ),
    who_none="No other company is involved.",
    who_some={
        "one": "One other company is involved.",
        "other": "{count} other companies are involved.",
    },
    who_link="Who they are and what they store",
    why="What for, and who:",
    withdrawal=(
        "You can change or withdraw your choice at any time with “Cookie choices” at "
        "the bottom of every page."
    ),
    accept_all="Accept all",
    reject_all="Reject all",
    choose="Choose",
    save="Save choices",
    purposes_legend="What do you allow?",
    always_on="Always on",
    privacy_policy="Privacy policy",
    more="Your choices and their history",
    link="Cookie choices",
    details="Services and what they keep",
    follow="As its purpose",
    basis="Legal basis",
    bases={
        "consent": "Your consent",
        "contract": "A contract with you",
        "legal_obligation": "A duty by law",
        "legitimate_interest": "A legitimate interest",
    },
    search="Search for a service, company or cookie",
    no_match="Nothing found.",
    saving="Saving your choice …",
    saved="Your choice is saved. You can change it at any time.",
    not_saved="Your choice could not be saved. Nothing was allowed. Please try again.",
    stale=(
        "The page has changed since you opened it. Nothing was saved. Reload the page "
        "and choose again."
    ),
    gpc=(
        "Your browser sends the signal Global Privacy Control. We take it as an "
        "objection to: {purposes}. What you choose here yourself goes first."
    ),
    objection=(
        "You have the right to object at any time to: {purposes}. Rejecting here "
        "counts as an objection."
    ),
    complaint="You can complain to {first} and {second}.",
    complaint_elsewhere=(
        "You can complain to the data protection authority of your country."
    ),
    embed_what=(
        "If you show this content, {providers} can store and read information on your "
        "device. Purpose: {purposes}."
    ),
    embed_until=(
        "You allow {services} only, on this whole site. You can undo it at any time "
        "with “Cookie choices”."
    ),
    embed_show="Show content from {services}",
    embed_undeclared=(
        "Content from this address is not shown: this site has not declared it, so it "
        "cannot be allowed here."
    ),
    purposes=PURPOSES,
    page=PAGE,
    rights=RIGHTS,
    declaration=DECLARATION,
)
