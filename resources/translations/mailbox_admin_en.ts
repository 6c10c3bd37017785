<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>bulk</name>
        <message numerus="yes">
            <source>%n &amp;left out</source>
            <translation>
                <numerusform>%n &amp;left out</numerusform>
                <numerusform>%n &amp;left out</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n accepted</source>
            <translation>
                <numerusform>%n accepted</numerusform>
                <numerusform>%n accepted</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n changed by someone else</source>
            <translation>
                <numerusform>%n changed by someone else</numerusform>
                <numerusform>%n changed by someone else</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n le&amp;ft out</source>
            <translation>
                <numerusform>%n le&amp;ft out</numerusform>
                <numerusform>%n le&amp;ft out</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n left out</source>
            <translation>
                <numerusform>%n left out</numerusform>
                <numerusform>%n left out</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) pasted. The clipboard was cleared.</source>
            <translation>
                <numerusform>%n line pasted. The clipboard was cleared.</numerusform>
                <numerusform>%n lines pasted. The clipboard was cleared.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n mailbox(es) have not been saved yet.</source>
            <translation>
                <numerusform>%n mailbox has not been saved yet.</numerusform>
                <numerusform>%n mailboxes have not been saved yet.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n mailbox(es) have not been saved. Their new passwords are discarded when you close.</source>
            <translation>
                <numerusform>%n mailbox has not been saved. Its new password is discarded when you close.</numerusform>
                <numerusform>%n mailboxes have not been saved. Their new passwords are discarded when you close.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n not accepted or not checked</source>
            <translation>
                <numerusform>%n not accepted or not checked</numerusform>
                <numerusform>%n not accepted or not checked</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n not saved</source>
            <translation>
                <numerusform>%n not saved</numerusform>
                <numerusform>%n not saved</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n not used</source>
            <translation>
                <numerusform>%n not used</numerusform>
                <numerusform>%n not used</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n password(s) have not been saved. They are kept nowhere else.</source>
            <translation>
                <numerusform>%n password has not been saved. It is kept nowhere else.</numerusform>
                <numerusform>%n passwords have not been saved. They are kept nowhere else.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n password(s) kept on this computer were entered for another server type, server, port or user name. After this save SuperOffice uses them for the new one.</source>
            <translation>
                <numerusform>%n password kept on this computer was entered for another server type, server, port or user name. After this save SuperOffice uses it for the new one.</numerusform>
                <numerusform>%n passwords kept on this computer were entered for another server type, server, port or user name. After this save SuperOffice uses them for the new one.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n saved and read back</source>
            <translation>
                <numerusform>%n saved and read back</numerusform>
                <numerusform>%n saved and read back</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n saved, not read back</source>
            <translation>
                <numerusform>%n saved, not read back</numerusform>
                <numerusform>%n saved, not read back</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to be checked</source>
            <translation>
                <numerusform>%n to be checked</numerusform>
                <numerusform>%n to be checked</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unknown</source>
            <translation>
                <numerusform>%n unknown</numerusform>
                <numerusform>%n unknown</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n waiting</numerusform>
                <numerusform>%n waiting</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>&amp;Load details of %n mailbox(es) to find user names</source>
            <translation>
                <numerusform>&amp;Load details of %n mailbox to find user names</numerusform>
                <numerusform>&amp;Load details of %n mailboxes to find user names</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Bulk edit: %n mailbox(es)</source>
            <translation>
                <numerusform>Bulk edit: %n mailbox</numerusform>
                <numerusform>Bulk edit: %n mailboxes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Continue with %n mailbox(es)</source>
            <translation>
                <numerusform>Continue with %n mailbox</numerusform>
                <numerusform>Continue with %n mailboxes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Restore the values of %n mailbox(es)</source>
            <translation>
                <numerusform>Restore the values of %n mailbox</numerusform>
                <numerusform>Restore the values of %n mailboxes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Save %n mailbox(es) to {profile} (production)?</source>
            <translation>
                <numerusform>Save %n mailbox to {profile} (production)?</numerusform>
                <numerusform>Save %n mailboxes to {profile} (production)?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{ready} of %n mailbox(es) will be saved, one after another.</source>
            <translation>
                <numerusform>{ready} of %n mailbox will be saved, one after another.</numerusform>
                <numerusform>{ready} of %n mailboxes will be saved, one after another.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>dates</name>
        <message numerus="yes">
            <source>{day} (%n day(s) ago)</source>
            <translation>
                <numerusform>{day} (%n day ago)</numerusform>
                <numerusform>{day} (%n days ago)</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>journal</name>
        <message numerus="yes">
            <source>%Ln entry(ies). Passwords are never recorded.</source>
            <translation>
                <numerusform>%Ln entry. Passwords are never recorded.</numerusform>
                <numerusform>%Ln entries. Passwords are never recorded.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Your administrator requires the journal to be kept for at least %n day(s).</source>
            <translation>
                <numerusform>Your administrator requires the journal to be kept for at least %n day.</numerusform>
                <numerusform>Your administrator requires the journal to be kept for at least %n days.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>for %n day(s)</source>
            <translation>
                <numerusform>for %n day</numerusform>
                <numerusform>for %n days</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>mail_check</name>
        <message numerus="yes">
            <source>%Ln message(s) in the inbox.</source>
            <translation>
                <numerusform>%Ln message in the inbox.</numerusform>
                <numerusform>%Ln messages in the inbox.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln message(s) in the inbox; the oldest arrived on {day}.</source>
            <translation>
                <numerusform>%Ln message in the inbox; the oldest arrived on {day}.</numerusform>
                <numerusform>%Ln messages in the inbox; the oldest arrived on {day}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln message(s) in the inbox; the oldest of the first {examined} arrived on {day}.</source>
            <translation>
                <numerusform>%Ln message in the inbox; the oldest of the first {examined} arrived on {day}.</numerusform>
                <numerusform>%Ln messages in the inbox; the oldest of the first {examined} arrived on {day}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>No earlier check to compare with. %Ln save(s)</source>
            <translation>
                <numerusform>No earlier check to compare with. %Ln save</numerusform>
                <numerusform>No earlier check to compare with. %Ln saves</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Since the last good check ({moment}): %Ln change(s)</source>
            <translation>
                <numerusform>Since the last good check ({moment}): %Ln change</numerusform>
                <numerusform>Since the last good check ({moment}): %Ln changes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>mailbox_edit</name>
        <message numerus="yes">
            <source>Longer than the %n character(s) that SuperOffice usually accepts.</source>
            <translation>
                <numerusform>Longer than the %n character that SuperOffice usually accepts.</numerusform>
                <numerusform>Longer than the %n characters that SuperOffice usually accepts.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>SuperOffice accepts %n character(s) here, and this text has {length}. Shorten it.</source>
            <translation>
                <numerusform>SuperOffice accepts %n character here, and this text has {length}. Shorten it.</numerusform>
                <numerusform>SuperOffice accepts %n characters here, and this text has {length}. Shorten it.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>mailbox_list</name>
        <message numerus="yes">
            <source>%Ln call(s)</source>
            <translation>
                <numerusform>%Ln call</numerusform>
                <numerusform>%Ln calls</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln mailbox(es)</source>
            <translation>
                <numerusform>%Ln mailbox</numerusform>
                <numerusform>%Ln mailboxes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln profile(s)</source>
            <translation>
                <numerusform>%Ln profile</numerusform>
                <numerusform>%Ln profiles</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n entry(ies) of the server's list could not be read.</source>
            <translation>
                <numerusform>%n entry of the server's list could not be read.</numerusform>
                <numerusform>%n entries of the server's list could not be read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n mailbox(es)</source>
            <translation>
                <numerusform>%n mailbox</numerusform>
                <numerusform>%n mailboxes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n mailbox(es) so far</source>
            <translation>
                <numerusform>%n mailbox so far</numerusform>
                <numerusform>%n mailboxes so far</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more server(s)</source>
            <translation>
                <numerusform>%n more server</numerusform>
                <numerusform>%n more servers</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>&amp;All %Ln</source>
            <translation>
                <numerusform>&amp;All %Ln</numerusform>
                <numerusform>&amp;All %Ln</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>&amp;Load their details (%Ln call(s))</source>
            <translation>
                <numerusform>&amp;Load their details (%Ln call)</numerusform>
                <numerusform>&amp;Load their details (%Ln calls)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Details not loaded yet for %Ln mailbox(es).</source>
            <translation>
                <numerusform>Details not loaded yet for %Ln mailbox.</numerusform>
                <numerusform>Details not loaded yet for %Ln mailboxes.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Loading details: {done} of %Ln mailbox(es).</source>
            <translation>
                <numerusform>Loading details: {done} of %Ln mailbox.</numerusform>
                <numerusform>Loading details: {done} of %Ln mailboxes.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Paused. Details loaded for {done} of %Ln mailbox(es).</source>
            <translation>
                <numerusform>Paused. Details loaded for {done} of %Ln mailbox.</numerusform>
                <numerusform>Paused. Details loaded for {done} of %Ln mailboxes.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Saved %Ln mailbox(es) as {path}.</source>
            <translation>
                <numerusform>Saved %Ln mailbox as {path}.</numerusform>
                <numerusform>Saved %Ln mailboxes as {path}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The %Ln s&amp;elected</source>
            <translation>
                <numerusform>The %Ln s&amp;elected</numerusform>
                <numerusform>The %Ln s&amp;elected</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The %Ln s&amp;hown</source>
            <translation>
                <numerusform>The %Ln s&amp;hown</numerusform>
                <numerusform>The %Ln s&amp;hown</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>numbers</name>
        <message numerus="yes">
            <source>Details are loaded for {loaded} of %Ln mailbox(es). The others are not counted yet.</source>
            <translation>
                <numerusform>Details are loaded for {loaded} of %Ln mailbox. The others are not counted yet.</numerusform>
                <numerusform>Details are loaded for {loaded} of %Ln mailboxes. The others are not counted yet.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>pending</name>
        <message numerus="yes">
            <source>%n changed by someone else</source>
            <translation>
                <numerusform>%n changed by someone else</numerusform>
                <numerusform>%n changed by someone else</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n not saved</source>
            <translation>
                <numerusform>%n not saved</numerusform>
                <numerusform>%n not saved</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them create(s) a new mailbox. Mailboxes cannot be deleted from this program.</source>
            <translation>
                <numerusform>%n of them creates a new mailbox. Mailboxes cannot be deleted from this program.</numerusform>
                <numerusform>%n of them create new mailboxes. Mailboxes cannot be deleted from this program.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n saved and read back</source>
            <translation>
                <numerusform>%n saved and read back</numerusform>
                <numerusform>%n saved and read back</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n saved, not read back</source>
            <translation>
                <numerusform>%n saved, not read back</numerusform>
                <numerusform>%n saved, not read back</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unknown</source>
            <translation>
                <numerusform>%n unknown</numerusform>
                <numerusform>%n unknown</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n waiting</numerusform>
                <numerusform>%n waiting</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>&amp;Send %n change(s) to {profile}</source>
            <translation>
                <numerusform>&amp;Send %n change to {profile}</numerusform>
                <numerusform>&amp;Send %n changes to {profile}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send %n change(s) to {profile}?</source>
            <translation>
                <numerusform>Send %n change to {profile}?</numerusform>
                <numerusform>Send %n changes to {profile}?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>profiles</name>
        <message numerus="yes">
            <source>%n profile(s) exported, without passwords.</source>
            <translation>
                <numerusform>%n profile exported, without passwords.</numerusform>
                <numerusform>%n profiles exported, without passwords.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Unlocked for %n minute(s).</source>
            <translation>
                <numerusform>Unlocked for %n minute.</numerusform>
                <numerusform>Unlocked for %n minutes.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>receipt</name>
        <message numerus="yes">
            <source>%n mailbox(es) saved and read back.</source>
            <translation>
                <numerusform>%n mailbox saved and read back.</numerusform>
                <numerusform>%n mailboxes saved and read back.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n mailbox(es) saved.</source>
            <translation>
                <numerusform>%n mailbox saved.</numerusform>
                <numerusform>%n mailboxes saved.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them could not be read back.</source>
            <translation>
                <numerusform>%n of them could not be read back.</numerusform>
                <numerusform>%n of them could not be read back.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>rights</name>
        <message numerus="yes">
            <source>At most %n character(s).</source>
            <translation>
                <numerusform>At most %n character.</numerusform>
                <numerusform>At most %n characters.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Rights known for {known} of %n mailbox(es) so far.</source>
            <translation>
                <numerusform>Rights known for {known} of %n mailbox so far.</numerusform>
                <numerusform>Rights known for {known} of %n mailboxes so far.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>saving</name>
        <message numerus="yes">
            <source>%Ln change(s), to be sent later: {changes}</source>
            <translation>
                <numerusform>%Ln change, to be sent later: {changes}</numerusform>
                <numerusform>%Ln changes, to be sent later: {changes}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln change(s): {changes}</source>
            <translation>
                <numerusform>%Ln change: {changes}</numerusform>
                <numerusform>%Ln changes: {changes}</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>secrets</name>
        <message numerus="yes">
            <source>At least %n character(s).</source>
            <translation>
                <numerusform>At least %n character.</numerusform>
                <numerusform>At least %n characters.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>snapshots</name>
        <message numerus="yes">
            <source>%Ln mailbox(es) differ.</source>
            <translation>
                <numerusform>%Ln mailbox differs.</numerusform>
                <numerusform>%Ln mailboxes differ.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>before the bulk run of %n mailbox(es)</source>
            <translation>
                <numerusform>before the bulk run of %n mailbox</numerusform>
                <numerusform>before the bulk run of %n mailboxes</numerusform>
            </translation>
        </message>
    </context>
</TS>
