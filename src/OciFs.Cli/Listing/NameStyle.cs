using System.Text;

namespace OciFs.Cli.Listing;

/// <summary>How names look: raw, or quoted and coloured for a person, with a mark of the kind behind them where that was asked for.</summary>
internal sealed class NameStyle(ListingOptions options)
{
    private const uint AnyExecute = 0x49;
    private const uint SetUser = 0x800;
    private const uint SetGroup = 0x400;
    private const uint Sticky = 0x200;
    private const uint OthersWrite = 2;

    /// <summary>Whether a name is shown otherwise than it is.</summary>
    public bool IsQuoted(ReadOnlySpan<byte> name) => options.IsForPerson && !ShellQuoting.IsPlain(name, Special);

    /// <summary>A name's bytes, quoted where a person reads them.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> name) => IsQuoted(name) ? ShellQuoting.Quote(name, Special) : name;

    /// <summary>Writes a name with its colour, without a mark.</summary>
    public void Write(Stream stream, ReadOnlySpan<byte> name, uint mode)
    {
        var colour = options.HasColour ? ColourOf(mode) : null;
        if (colour is null)
        {
            stream.Write(Text(name));
            return;
        }

        stream.Write(Encoding.ASCII.GetBytes($"\e[{colour}m"));
        stream.Write(Text(name));
        stream.Write("\e[0m"u8);
    }

    /// <summary>The mark behind a name; empty where there is none, or none was asked for.</summary>
    public ReadOnlySpan<byte> MarkOf(uint mode) => !options.IsClassified ? default : UnixMode.KindOf(mode) switch
    {
        FileKind.Directory => "/"u8,
        FileKind.SymbolicLink => "@"u8,
        FileKind.Fifo => "|"u8,
        FileKind.Regular when (mode & AnyExecute) != 0 => "*"u8,
        _ => default,
    };

    // What could be a mark is quoted where marks are.
    private ReadOnlySpan<byte> Special => options.IsClassified ? "*=>@|"u8 : default;

    // Those of dircolors(1) where nothing else is set.
    private static string? ColourOf(uint mode) => UnixMode.KindOf(mode) switch
    {
        FileKind.Directory when (mode & (Sticky | OthersWrite)) == (Sticky | OthersWrite) => "30;42",
        FileKind.Directory when (mode & OthersWrite) != 0 => "34;42",
        FileKind.Directory when (mode & Sticky) != 0 => "37;44",
        FileKind.Directory => "01;34",
        FileKind.SymbolicLink => "01;36",
        FileKind.Fifo => "40;33",
        FileKind.BlockDevice or FileKind.CharacterDevice => "40;33;01",
        FileKind.Regular when (mode & SetUser) != 0 => "37;41",
        FileKind.Regular when (mode & SetGroup) != 0 => "30;43",
        FileKind.Regular when (mode & AnyExecute) != 0 => "01;32",
        _ => null,
    };
}
