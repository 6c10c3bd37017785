<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>bulk</name>
        <message numerus="yes">
            <source>%n line(s) pasted. The clipboard was cleared.</source>
            <translation>
                <numerusform>%n line pasted. The clipboard was cleared.</numerusform>
                <numerusform>%n lines pasted. The clipboard was cleared.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n mailbox(es) are not saved yet.</source>
            <translation>
                <numerusform>%n mailbox is not saved yet.</numerusform>
                <numerusform>%n mailboxes are not saved yet.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n mailbox(es) are not saved. Their new passwords are forgotten when you close.</source>
            <translation>
                <numerusform>%n mailbox is not saved. Its new password is forgotten when you close.</numerusform>
                <numerusform>%n mailboxes are not saved. Their new passwords are forgotten when you close.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n password(s) are not saved. They are not kept anywhere.</source>
            <translation>
                <numerusform>%n password is not saved. It is not kept anywhere.</numerusform>
                <numerusform>%n passwords are not saved. They are not kept anywhere.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n password(s) kept on this computer were typed for another server type, server, port or user name. With this save SuperOffice uses them for the new one.</source>
            <translation>
                <numerusform>%n password kept on this computer were typed for another server type, server, port or user name. With this save SuperOffice uses them for the new one.</numerusform>
                <numerusform>%n passwords kept on this computer were typed for another server type, server, port or user name. With this save SuperOffice uses them for the new one.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>&amp;Read the details of %n mailbox(es) to find user names</source>
            <translation>
                <numerusform>&amp;Read the details of %n mailbox to find user names</numerusform>
                <numerusform>&amp;Read the details of %n mailboxes to find user names</numerusform>
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
            <source>Go on with %n mailbox(es)</source>
            <translation>
                <numerusform>Go on with %n mailbox</numerusform>
                <numerusform>Go on with %n mailboxes</numerusform>
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
            <source>Save %n mailbox(es) on {profile} (production)?</source>
            <translation>
                <numerusform>Save %n mailbox on {profile} (production)?</numerusform>
                <numerusform>Save %n mailboxes on {profile} (production)?</numerusform>
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
            <source>%Ln line(s). Passwords are in none of them.</source>
            <translation>
                <numerusform>%Ln line. Passwords are not in it.</numerusform>
                <numerusform>%Ln lines. Passwords are in none of them.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n day(s)</source>
            <translation>
                <numerusform>%n day</numerusform>
                <numerusform>%n days</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Your administrator keeps the journal for %n day(s) at least.</source>
            <translation>
                <numerusform>Your administrator keeps the journal for %n day at least.</numerusform>
                <numerusform>Your administrator keeps the journal for %n days at least.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>mail_check</name>
        <message numerus="yes">
            <source>%Ln mailbox(es)</source>
            <translation>
                <numerusform>%Ln mailbox</numerusform>
                <numerusform>%Ln mailboxes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln message(s) in the inbox, the oldest of {day}.</source>
            <translation>
                <numerusform>%Ln message in the inbox, the oldest of {day}.</numerusform>
                <numerusform>%Ln messages in the inbox, the oldest of {day}.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln message(s) in the inbox.</source>
            <translation>
                <numerusform>%Ln message in the inbox.</numerusform>
                <numerusform>%Ln messages in the inbox.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln message(s) in the inbox; the oldest of the first {examined} came on {day}.</source>
            <translation>
                <numerusform>%Ln message in the inbox; the oldest of the first {examined} came on {day}.</numerusform>
                <numerusform>%Ln messages in the inbox; the oldest of the first {examined} came on {day}.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>mailbox_edit</name>
        <message numerus="yes">
            <source>Longer than the %n character(s) that SuperOffice usually takes.</source>
            <translation>
                <numerusform>Longer than the %n character that SuperOffice usually takes.</numerusform>
                <numerusform>Longer than the %n characters that SuperOffice usually takes.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>SuperOffice takes %n character(s) here; these are {length}.</source>
            <translation>
                <numerusform>SuperOffice takes %n character here; these are {length}.</numerusform>
                <numerusform>SuperOffice takes %n characters here; these are {length}.</numerusform>
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
            <source>&amp;Read their details (%Ln call(s))</source>
            <translation>
                <numerusform>&amp;Read its details (%Ln call)</numerusform>
                <numerusform>&amp;Read their details (%Ln calls)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Of %Ln mailbox(es) the details are not read yet.</source>
            <translation>
                <numerusform>Of %Ln mailbox the details are not read yet.</numerusform>
                <numerusform>Of %Ln mailboxes the details are not read yet.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Paused: the details of {done} of %Ln mailbox(es) are read.</source>
            <translation>
                <numerusform>Paused: the details of {done} of %Ln mailbox are read.</numerusform>
                <numerusform>Paused: the details of {done} of %Ln mailboxes are read.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Reading the details: {done} of %Ln mailbox(es).</source>
            <translation>
                <numerusform>Reading the details: {done} of %Ln mailbox.</numerusform>
                <numerusform>Reading the details: {done} of %Ln mailboxes.</numerusform>
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
            <source>The %Ln that are s&amp;hown</source>
            <translation>
                <numerusform>The %Ln that is s&amp;hown</numerusform>
                <numerusform>The %Ln that are s&amp;hown</numerusform>
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
            <source>%n new mailbox(es). They cannot be deleted from here.</source>
            <translation>
                <numerusform>%n new mailbox. It cannot be deleted from here.</numerusform>
                <numerusform>%n new mailboxes. They cannot be deleted from here.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send %n pending change(s) to {profile} (production)?</source>
            <translation>
                <numerusform>Send %n pending change to {profile} (production)?</numerusform>
                <numerusform>Send %n pending changes to {profile} (production)?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>profiles</name>
        <message numerus="yes">
            <source>%n profile(s) exported, without any secret.</source>
            <translation>
                <numerusform>%n profile exported, without any secret.</numerusform>
                <numerusform>%n profiles exported, without any secret.</numerusform>
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
    </context>
</TS>
