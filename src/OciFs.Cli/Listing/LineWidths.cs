using System.Globalization;
using OciFs.Views;

namespace OciFs.Cli.Listing;

/// <summary>How wide the columns of a listing are: as wide as their widest cell. Found in a pass before the one that prints.</summary>
/// <param name="options">What is shown.</param>
/// <param name="users">Names of owners.</param>
/// <param name="style">How names look.</param>
internal sealed class LineWidths(ListingOptions options, ImageUsers users, NameStyle style)
{
    public int Inode { get; private set; }

    public int Blocks { get; private set; }

    public int Links { get; private set; }

    public int User { get; private set; }

    public int Group { get; private set; }

    public int Size { get; private set; }

    public int Major { get; private set; }

    public int Minor { get; private set; }

    /// <summary>Whether some file has an access control list, whose mark then has a column.</summary>
    public bool HasLists { get; private set; }

    /// <summary>Whether some name is quoted; then the others have a blank before them.</summary>
    public bool HasQuoted { get; private set; }

    /// <summary>Blocks of 512 bytes of all files.</summary>
    public long TotalBlocks { get; private set; }

    /// <summary>Takes a file into account.</summary>
    public void Add(in ListedFile file, in NodeAttributes attributes)
    {
        TotalBlocks += attributes.Blocks;
        HasQuoted = HasQuoted || style.IsQuoted(file.Name);
        Inode = Math.Max(Inode, Digits(attributes.Inode));
        Blocks = Math.Max(Blocks, LongLine.BlocksText(attributes.Blocks, options).Length);
        if (!options.IsLong)
        {
            return;
        }

        HasLists = HasLists || AccessList.MarkOf(file.Node) != ' ';
        Links = Math.Max(Links, Digits(attributes.Links));
        User = Math.Max(User, OwnerLength(options.HasNumbers ? null : users.UserOf(attributes.Uid), attributes.Uid));
        Group = Math.Max(Group, OwnerLength(options.HasNumbers ? null : users.GroupOf(attributes.Gid), attributes.Gid));
        if (UnixMode.IsDevice(attributes.Mode))
        {
            Major = Math.Max(Major, Digits(attributes.DeviceMajor));
            Minor = Math.Max(Minor, Digits(attributes.DeviceMinor));
            Size = Math.Max(Size, Major + 2 + Minor);
        }
        else
        {
            Size = Math.Max(Size, LongLine.SizeText(attributes.Size, options).Length);
        }
    }

    private static int OwnerLength(string? name, uint number) => name?.Length ?? Digits(number);

    private static int Digits(ulong number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
