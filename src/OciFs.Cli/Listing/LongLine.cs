using System.Globalization;
using System.Text;
using OciFs.Views;

namespace OciFs.Cli.Listing;

/// <summary>Writes the lines of <c>ls -l</c>, and what <c>-i</c> and <c>-s</c> put before any name.</summary>
/// <param name="options">What is shown.</param>
/// <param name="users">Names of owners.</param>
internal sealed class LongLine(ListingOptions options, ImageUsers users)
{
    private readonly StringBuilder _line = new();

    /// <summary>Bytes as they are shown.</summary>
    public static string SizeText(long bytes, ListingOptions options) => options.IsHuman ? HumanSize.Of(bytes) : bytes.ToString(CultureInfo.InvariantCulture);

    /// <summary>Blocks of 512 bytes as they are shown: in 1024 bytes, rounded up.</summary>
    public static string BlocksText(long blocks, ListingOptions options) =>
        options.IsHuman ? HumanSize.Of(blocks * 512) : ((blocks / 2) + (blocks % 2)).ToString(CultureInfo.InvariantCulture);

    /// <summary>What stands before a name.</summary>
    public string Before(in ListedFile file, in NodeAttributes attributes, LineWidths widths)
    {
        _line.Clear();
        if (options.HasInode)
        {
            Right(attributes.Inode.ToString(CultureInfo.InvariantCulture), widths.Inode);
        }

        if (options.HasBlocks)
        {
            Right(BlocksText(attributes.Blocks, options), widths.Blocks);
        }

        if (options.IsLong)
        {
            Long(file, attributes, widths);
        }

        return _line.ToString();
    }

    private void Long(in ListedFile file, in NodeAttributes attributes, LineWidths widths)
    {
        _line.Append(ModeText.Of(attributes.Mode));
        if (widths.HasLists)
        {
            _line.Append(AccessList.MarkOf(file.Node));
        }

        _line.Append(' ');
        Right(attributes.Links.ToString(CultureInfo.InvariantCulture), widths.Links);
        Owner(options.HasNumbers ? null : users.UserOf(attributes.Uid), attributes.Uid, widths.User);
        Owner(options.HasNumbers ? null : users.GroupOf(attributes.Gid), attributes.Gid, widths.Group);
        if (UnixMode.IsDevice(attributes.Mode))
        {
            var blanks = Math.Max(0, widths.Size - (widths.Major + 2 + widths.Minor));
            _line.Append($"{attributes.DeviceMajor}".PadLeft(widths.Major + blanks)).Append(", ");
            Right($"{attributes.DeviceMinor}", widths.Minor);
        }
        else
        {
            Right(SizeText(attributes.Size, options), widths.Size);
        }

        _line.Append(options.HasFullTime ? FileTime.Full(attributes.Modified) : FileTime.Short(attributes.Modified)).Append(' ');
    }

    // Names to the left, numbers to the right.
    private void Owner(string? name, uint number, int width)
    {
        if (name is null)
        {
            Right(number.ToString(CultureInfo.InvariantCulture), width);
        }
        else
        {
            _line.Append(name.PadRight(width)).Append(' ');
        }
    }

    private void Right(string text, int width) => _line.Append(text.PadLeft(width)).Append(' ');
}
