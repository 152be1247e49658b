namespace OciFs.Cli.Printing;

/// <summary>Modes of files as ls(1) writes them.</summary>
internal static class ModeText
{
    private const uint SetUser = 0x800;
    private const uint SetGroup = 0x400;
    private const uint Sticky = 0x200;

    /// <summary>Type and permissions, as <c>drwxr-sr-t</c>.</summary>
    public static string Of(uint mode) => string.Create(10, mode, static (text, mode) =>
    {
        text[0] = Letter(mode);
        for (var bit = 0; bit < 9; bit++)
        {
            text[1 + bit] = (mode & (0x100u >> bit)) != 0 ? "rwx"[bit % 3] : '-';
        }

        Special(ref text[3], (mode & SetUser) != 0, 's');
        Special(ref text[6], (mode & SetGroup) != 0, 's');
        Special(ref text[9], (mode & Sticky) != 0, 't');
    });

    /// <summary>The letter of a file's type; <c>?</c> where it is none of those.</summary>
    public static char Letter(uint mode) => UnixMode.KindOf(mode) switch
    {
        FileKind.Regular => '-',
        FileKind.Directory => 'd',
        FileKind.SymbolicLink => 'l',
        FileKind.CharacterDevice => 'c',
        FileKind.BlockDevice => 'b',
        FileKind.Fifo => 'p',
        _ => '?',
    };

    // A capital letter where nobody may execute it.
    private static void Special(ref char execute, bool isSet, char letter)
    {
        if (isSet)
        {
            execute = execute == 'x' ? letter : char.ToUpperInvariant(letter);
        }
    }
}
