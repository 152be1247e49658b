using OciFs.Views;

namespace OciFs.Unpacking;

/// <summary>
/// The first names of files that have several, so that later ones become links to them. A file is forgotten with its last name: what is kept is as much as there
/// are files whose names are not all met yet.
/// </summary>
/// <typeparam name="T">What is known of a first name.</typeparam>
internal sealed class LinkTable<T>
    where T : class
{
    private readonly Dictionary<ulong, (T First, uint Left)> _names = [];

    /// <summary>What is known of the first name of a file that was met before; null where this is the first, or the only one.</summary>
    public T? Take(in NodeAttributes attributes)
    {
        if (attributes.Links < 2 || UnixMode.IsDirectory(attributes.Mode) || !_names.TryGetValue(attributes.Inode, out var known))
        {
            return null;
        }

        if (known.Left == 1)
        {
            _names.Remove(attributes.Inode);
        }
        else
        {
            _names[attributes.Inode] = known with { Left = known.Left - 1 };
        }

        return known.First;
    }

    /// <summary>Notes the first name of a file that has several.</summary>
    public void Note(in NodeAttributes attributes, Func<T> first)
    {
        if (attributes.Links > 1 && !UnixMode.IsDirectory(attributes.Mode))
        {
            _names[attributes.Inode] = (first(), attributes.Links - 1);
        }
    }
}
